import { renderDetails } from '../adapters/terminal/error-details.ts';
import { createPaint, wantsColours } from '../adapters/terminal/paint.ts';
import { whileStarting } from '../adapters/terminal/starting.ts';
import { ERRORS, JbtError } from '../model/errors.ts';
import { printable, printableLines } from '../run/text/plain.ts';
import { withoutSecrets } from '../run/text/secrets.ts';
import type { Io } from './command.ts';
import { COMMANDS, type CommandEntry } from './commands.ts';
import { asksForHelp, builtHelp, overview } from './help.ts';
import { machineLimit } from './process/machine-limit.ts';
import { versionOfJbt } from './version.ts';

/** Exit codes of errors, by the actor who must mend them. */
const EXIT_CODES = { author: 1, user: 2, environment: 4 } as const;
/** EX_SOFTWARE of sysexits.h, for faults of jbt. */
const EXIT_CRASH = 70;

/** Runs the command line and returns the exit code; errors are printed, not thrown. */
export async function main(io: Io): Promise<number> {
  try {
    return await dispatch(io);
  } catch (error) {
    return printError(error, io);
  }
}

/** Prints an error of any kind and returns the exit code that goes with it. */
export function printError(error: unknown, io: Pick<Io, 'stderr' | 'env'>): number {
  const known = error instanceof JbtError ? error : machineLimit(error);
  return known === null ? crash(error, io) : complain(known, io);
}

async function dispatch(io: Io): Promise<number> {
  const { argv } = io;
  const [name] = argv;
  if (name === '--version' || name === '-v') return print(io.stdout, `${versionOfJbt()}\n`, 0);
  if (name === '--help' || name === '-h') return print(io.stdout, overview(), 0);
  if (name === undefined) return print(io.stderr, overview(), EXIT_CODES.user);
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

/** Prints an error in one line, its details below it, and returns its exit code. */
export function complain(error: JbtError, { stderr, env }: Pick<Io, 'stderr' | 'env'>): number {
  const message = printable(withoutSecrets(error.message)).trim();
  const details = renderDetails(error.details, createPaint(wantsColours(stderr, env)));
  return print(stderr, `error ${error.code}: ${message}\n${details}`, EXIT_CODES[ERRORS[error.code][0]]);
}

function crash(error: unknown, { stderr }: Pick<Io, 'stderr'>): number {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const node = `Node ${process.version}, ${process.platform}`;
  return print(
    stderr,
    `${printableLines(stack)}\nThis is a fault of jbt ${versionOfJbt()} (${node}): please report it.\n`,
    EXIT_CRASH,
  );
}
