import type { Argv } from 'yargs';

/** Where a command reads and writes, so that it can be run by tests without a process of its own. */
export interface Io {
  readonly cwd: string;
  /** The command line as it was typed, behind `jbt`. */
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
  /** Does the work and returns the exit code. Throws JbtError for what a person must mend. */
  run(options: Readonly<Record<string, unknown>>, io: Io): Promise<number>;
}
