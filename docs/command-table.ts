// The table of all commands, read from the help that yargs lays out: yargs has no API for it.
import yargs from 'yargs';
import type { CommandEntry } from '../src/cli/commands.ts';
import { COMMANDS } from '../src/cli/commands.ts';
import type { CommandRow, OptionRow, PositionalRow } from '../src/cli/completion/table.ts';
import { wordsOfOption, wordsOfPositional } from '../src/cli/completion/values.ts';

export function commandTable(): Promise<readonly CommandRow[]> {
  return Promise.all(COMMANDS.map(rowOf));
}

async function rowOf(entry: CommandEntry): Promise<CommandRow> {
  const { name, description, positionals: usage } = entry;
  const [, ...sections] = (await wideHelp(entry)).split(/\n\n/).slice(1);
  const parts = sections.map((section) => /^(\S.*):\n([\s\S]*)$/.exec(section));
  const linesOf = (heading: string) => parts.find((part) => part?.[1] === heading)?.[2].split('\n') ?? [];
  return {
    ...{ name, usage, description },
    positionals: linesOf('Positionals').flatMap((line) => positionalOf(line, entry)),
    options: parts.flatMap((part) => part?.[2].split('\n').flatMap((line) => optionOf(line, part[1], name)) ?? []),
    examples: linesOf('Examples').flatMap(exampleOf),
    epilog: sections.filter((_, index) => parts[index] === null).join('\n\n'),
  };
}

/** The help on lines of any length. */
async function wideHelp(entry: CommandEntry): Promise<string> {
  const { command } = await entry.load();
  const parser = yargs([])
    .scriptName(`jbt ${entry.name}`)
    .locale('en')
    .version(false)
    .help(false)
    .wrap(null)
    .command(`$0 ${entry.positionals}`.trim(), entry.description, (builder) => command.build(builder));
  return parser.getHelp();
}

function positionalOf(line: string, { name: command, positionals }: CommandEntry): readonly PositionalRow[] {
  const [, name, describe] = /^ {2}(\S+) {2,}(.*?) {2}\[/.exec(line) ?? [];
  if (name === undefined) return [];
  return [{ name, describe, isList: positionals.includes(`${name}..`), words: wordsOfPositional(command, name) }];
}

function optionOf(line: string, group: string, command: string): readonly OptionRow[] {
  const [, alias = null, name, describe, type] = /^ {2,}(?:-(\w), )?--([\w-]+) {2,}(.*?) {2}\[(\w+)\]/.exec(line) ?? [];
  if (name === undefined) return [];
  return [{ name, alias, describe, group, words: type === 'boolean' ? null : wordsOfOption(command, name) }];
}

function exampleOf(line: string): readonly (readonly [string, string])[] {
  const [, example, description] = /^ {2}(\S.*?) {2,}(\S.*)$/.exec(line) ?? [];
  return example === undefined ? [] : [[example, description]];
}
