import { whileStarting } from '../adapters/terminal/starting.ts';
import { JbtError } from '../model/errors.ts';
import type { Io } from './command.ts';
import { COMMANDS, type CommandEntry } from './commands.ts';
import { asksForHelp, builtHelp, overview } from './help.ts';
import { printError } from './process/errors.ts';
import { EXIT } from './process/exit.ts';
import { versionOfJbt } from './process/version.ts';

/** Runs the command line and returns the exit code; errors are printed, not thrown. */
export async function main(io: Io): Promise<number> {
  try {
    return await dispatch(io);
  } catch (error) {
    return printError(error, io);
  }
}

async function dispatch(io: Io): Promise<number> {
  const { argv } = io;
  const [name] = argv;
  if (name === '--version' || name === '-v') return print(io.stdout, `${versionOfJbt()}\n`, 0);
  if (name === '--help' || name === '-h') return print(io.stdout, overview(), 0);
  if (name === undefined) return print(io.stderr, overview(), EXIT.wrong);
  if (name === 'completion' && argv[1] === '--words') {
    const { printWords } = await import('./completion/words.ts');
    return printWords(argv.slice(2), io);
  }
  if (name === 'help') return dispatch({ ...io, argv: helpOf(argv[1]) });
  const entry = COMMANDS.find((candidate) => candidate.name === name);
  if (entry === undefined) return refuse(name);
  const page = asksForHelp(argv) ? builtHelp(name, io.stdout.columns) : null;
  if (page !== null) return print(io.stdout, page, 0);
  const { command, parsed } = await whileStarting(io.stderr, io.env, () => loadCommand(entry, argv));
  if (parsed.kind === 'help') return print(io.stdout, `${parsed.text}\n`, 0);
  return command.run(parsed.options, io);
}

async function loadCommand(entry: CommandEntry, argv: Io['argv']) {
  const { command } = await entry.load();
  const { parseOptions } = await import('./parse.ts');
  return { command, parsed: await parseOptions(entry, command, argv) };
}

/** The command line that `jbt help` and `jbt help COMMAND` stand for. */
function helpOf(command: string | undefined): readonly string[] {
  return command === undefined || command === 'help' ? ['--help'] : [command, '--help'];
}

/** Edits between a misspelt command and the one that is meant: `rnu` is two from `run`. */
const MOST_EDITS = 2;

async function refuse(name: string): Promise<never> {
  const { suggestion } = await import('../run/text/nearest.ts');
  const isOption = name.startsWith('-');
  const what = isOption ? `${name} needs a command before it` : `there is no command ${name}`;
  const words = isOption ? ['--help', '--version'] : ['help', ...COMMANDS.map((entry) => entry.name)];
  throw new JbtError('InvalidOption', `${what}${suggestion(name, words, MOST_EDITS)}; jbt --help lists all`);
}

function print(stream: NodeJS.WriteStream, text: string, exitCode: number): number {
  stream.write(text);
  return exitCode;
}
