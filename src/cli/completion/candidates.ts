import type { CommandRow, OptionRow, PositionalRow, Source, Words } from './table.ts';

/** A word that may stand at the cursor. */
export interface Candidate {
  readonly word: string;
  readonly describe: string;
}

/** Names of what is stored or lies in the folder; none for `files`, which the shell completes. */
export type NamesOf = (source: Source) => readonly string[];

const BEFORE_COMMANDS: readonly Candidate[] = [
  { word: 'help', describe: 'all about a command' },
  { word: '--help', describe: 'all commands' },
  { word: '--version', describe: 'the version of jbt' },
];

/** Completes the last of the words after `jbt`. */
export function candidatesFor(
  words: readonly string[],
  table: readonly CommandRow[],
  namesOf: NamesOf,
): readonly Candidate[] {
  const [name = '', ...rest] = words;
  const commands = table.map((row) => ({ word: row.name, describe: row.description }));
  if (rest.length === 0) return beginningWith(name, [...commands, ...BEFORE_COMMANDS]);
  const current = rest[rest.length - 1];
  if (name === 'help') return rest.length === 1 ? beginningWith(current, commands) : [];
  const command = table.find((row) => row.name === name);
  return command === undefined ? [] : within(command, rest.slice(0, -1), current, namesOf);
}

function within(
  command: CommandRow,
  before: readonly string[],
  current: string,
  namesOf: NamesOf,
): readonly Candidate[] {
  const asked = optionOf(before[before.length - 1], command);
  if (asked !== undefined && asked.words !== null) return valuesOf(asked.words, current, namesOf);
  const [option, value] = /^(--[^=]+=)(.*)$/s.exec(current)?.slice(1) ?? [];
  if (option !== undefined) {
    const words = optionOf(option.slice(0, -1), command)?.words ?? null;
    const values = words === null ? [] : valuesOf(words, value, namesOf);
    return values.map(({ word, describe }) => ({ word: option + word, describe }));
  }
  if (current.startsWith('-')) return beginningWith(current, optionsOf(command, before));
  const positional = positionalAt(command, before);
  return positional === undefined ? [] : valuesOf(positional.words, current, namesOf);
}

function optionOf(word: string | undefined, { options }: CommandRow): OptionRow | undefined {
  return options.find(({ name, alias }) => word === `--${name}` || (alias !== null && word === `-${alias}`));
}

/** Flags that are given already are left out. */
function optionsOf({ options }: CommandRow, before: readonly string[]): readonly Candidate[] {
  const left = options.filter(({ name, words }) => words !== null || !before.includes(`--${name}`));
  return [...left.map(({ name, describe }) => ({ word: `--${name}`, describe })), HELP];
}

const HELP: Candidate = { word: '--help', describe: 'all about this command' };

function positionalAt(command: CommandRow, before: readonly string[]): PositionalRow | undefined {
  const { positionals } = command;
  const given = before.filter((word, index) => {
    return !word.startsWith('-') && (optionOf(before[index - 1], command)?.words ?? null) === null;
  });
  const last = positionals[positionals.length - 1];
  return positionals[given.length] ?? (last?.isList ? last : undefined);
}

/** Choices may be listed with commas: the last one is completed. */
function valuesOf(words: Words, current: string, namesOf: NamesOf): readonly Candidate[] {
  const names = typeof words === 'string' ? namesOf(words) : words;
  const listed = current.slice(0, current.lastIndexOf(',') + 1);
  return beginningWith(
    current,
    names.map((name) => ({ word: listed + name, describe: '' })),
  );
}

function beginningWith(current: string, candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.filter(({ word }) => word.startsWith(current));
}
