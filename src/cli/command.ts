import type { Argv } from 'yargs';

/** Input and output of a command, so that tests can run it without a process. */
export interface Io {
  readonly cwd: string;
  /** Words of the command line after `jbt`. */
  readonly argv: readonly string[];
  /** The process's environment, overlaid on `.env`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

/** One command of the command line. Options arrive unchecked: `run` validates them with zod. */
export interface Command {
  /** Adds positionals, options and examples. */
  build(yargs: Argv): Argv;
  /** Does the work and returns the exit code. Throws JbtError for mistakes of the user and faults of the machine. */
  run(options: Readonly<Record<string, unknown>>, io: Io): Promise<number>;
}
