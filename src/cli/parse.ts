import yargs, { type Argv } from 'yargs';
import { JbtError } from '../model/errors.ts';
import { suggestion } from '../run/text/nearest.ts';
import type { Command } from './command.ts';
import type { CommandEntry } from './commands.ts';
import { asksForHelp } from './help.ts';

/** A parsed command line: options for the command, or its help. */
export type Parsed =
  | { readonly kind: 'options'; readonly options: Readonly<Record<string, unknown>> }
  | { readonly kind: 'help'; readonly text: string };

/** Parses the command line of a command. Throws JbtError `InvalidOption`. */
export async function parseOptions(entry: CommandEntry, command: Command, argv: readonly string[]): Promise<Parsed> {
  if (asksForHelp(argv)) {
    return { kind: 'help', text: await parserOf(entry, command, argv).getHelp() };
  }
  try {
    const options = await parserOf(entry, command, argv).parseAsync();
    return { kind: 'options', options };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const help = await parserOf(entry, command, argv).getHelp();
    throw new JbtError('InvalidOption', `${explain(error.message, argv, help)}; jbt ${entry.name} --help says more`);
  }
}

/** Joins `--sort -fee` to `--sort=-fee`: yargs would take `-fee` for options. */
function withJoinedOrders(words: readonly string[]): readonly string[] {
  return words.flatMap((word, index) => {
    const isOrder = (at: number) => words[at] === '--sort' && /^-[a-z]{2}/.test(words[at + 1] ?? '');
    if (isOrder(index)) return [`${word}=${words[index + 1]}`];
    return isOrder(index - 1) ? [] : [word];
  });
}

/** Mistake in a command line, in the words of yargs. */
class UsageError extends Error {}

function parserOf(entry: CommandEntry, command: Command, argv: readonly string[]): Argv {
  // A default command: yargs would lay out help for named ones on every call.
  return yargs(withJoinedOrders(argv.slice(1)))
    .scriptName(`jbt ${entry.name}`)
    .locale('en')
    .exitProcess(false)
    .version(false)
    .help(false)
    .strict()
    .command(`$0 ${entry.positionals}`.trim(), entry.description, (parser) =>
      command.build(parser.option('help', HELP)),
    )
    .fail((message, error) => {
      throw error ?? new UsageError(message);
    });
}

const HELP = { type: 'boolean', alias: 'h', description: 'this page' } as const;

function explain(message: string, argv: readonly string[], help: string): string {
  const unknown = /^Unknown arguments?: ([^,]+)/.exec(message)?.[1];
  if (unknown === undefined) return message.trim().replaceAll(/\s*\n\s*/g, ' ');
  const typed = ['--', '-'].map((dashes) => `${dashes}${unknown}`).find((word) => isTyped(word, argv));
  if (typed === undefined) return `there is no place for ${unknown}`;
  return `there is no option ${typed}${suggestion(typed, optionsIn(help))}`;
}

function isTyped(option: string, argv: readonly string[]): boolean {
  return argv.some((word) => word === option || word.startsWith(`${option}=`));
}

/** Extracts option names from the help, since yargs has no API for them. */
function optionsIn(help: string): readonly string[] {
  return [...help.matchAll(/(?<=^\s.*)--[a-z][\w-]*/gm)].map(([option]) => option);
}
