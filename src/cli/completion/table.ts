import { readFileSync } from 'node:fs';
import { builtFile } from '../../adapters/system/package.ts';

/** Names that complete a value: of what is stored or lies in the folder, or the files that the shell knows. */
export type Source = 'markets' | 'runs' | 'batches' | 'files';

/** Words that complete a value: choices, or a source of them. */
export type Words = readonly string[] | Source;

export interface PositionalRow {
  readonly name: string;
  readonly describe: string;
  /** True where it takes all words that are left. */
  readonly isList: boolean;
  readonly words: Words;
}

export interface OptionRow {
  readonly name: string;
  /** One letter; null for none. */
  readonly alias: string | null;
  readonly describe: string;
  readonly group: string;
  /** Null for an option without a value. */
  readonly words: Words | null;
}

export interface CommandRow {
  readonly name: string;
  /** Positionals in yargs's notation. */
  readonly usage: string;
  readonly description: string;
  readonly positionals: readonly PositionalRow[];
  readonly options: readonly OptionRow[];
  readonly examples: readonly (readonly [line: string, description: string])[];
  /** Lines below the examples. */
  readonly epilog: string;
}

/** File of the table, which the build makes: a press of Tab loads neither yargs nor the commands. */
export const TABLE_FILE = builtFile('help/commands.json');

/** Reads the table of all commands. */
export function readTable(): readonly CommandRow[] {
  return JSON.parse(readFileSync(TABLE_FILE, 'utf8')) as readonly CommandRow[];
}
