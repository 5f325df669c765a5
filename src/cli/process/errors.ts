import { renderDetails } from '../../adapters/terminal/error-details.ts';
import { createPaint, wantsColours } from '../../adapters/terminal/paint.ts';
import { JbtError } from '../../model/errors.ts';
import { printable, printableLines } from '../../run/text/plain.ts';
import { withoutSecrets } from '../../run/text/secrets.ts';
import type { Io } from '../command.ts';
import { EXIT } from './exit.ts';
import { machineLimit } from './machine-limit.ts';
import { versionOfJbt } from './version.ts';

/** Exit codes of errors, by the actor who must mend them. */
const EXIT_CODES = { author: EXIT.failed, user: EXIT.wrong, environment: EXIT.environment } as const;

/** Prints an error of any kind and returns the exit code that goes with it. */
export function printError(error: unknown, io: Pick<Io, 'stderr' | 'env'>): number {
  const known = error instanceof JbtError ? error : machineLimit(error);
  return known === null ? crash(error, io) : complain(known, io);
}

/** Prints an error in one line, its details below it, and returns its exit code. */
export function complain(error: JbtError, { stderr, env }: Pick<Io, 'stderr' | 'env'>): number {
  const message = printable(withoutSecrets(error.message)).trim();
  const details = renderDetails(error.details, createPaint(wantsColours(stderr, env)));
  stderr.write(`error ${error.code}: ${message}\n${details}`);
  return EXIT_CODES[error.actor];
}

function crash(error: unknown, { stderr }: Pick<Io, 'stderr'>): number {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const node = `Node ${process.version}, ${process.platform}`;
  const plea = `This is a fault of jbt ${versionOfJbt()} (${node}): please report it.`;
  stderr.write(`${printableLines(stack)}\n${plea}\n`);
  return EXIT.crash;
}
