import { JbtError } from '../../model/errors.ts';
import { MINUTE, SECOND } from '../../model/time.ts';
import { formatTimeLeft } from '../../run/text/numbers.ts';
import type { SourceParts } from './source.ts';

const FIRST_WAIT = SECOND;
const LONGEST_WAIT = 30 * SECOND;
/** A server that asks for more has banned the address. */
const LONGEST_ASKED_WAIT = 5 * MINUTE;

/** A failure that may be over at the next attempt. */
export class PassingFailure extends Error {
  /** Milliseconds that the server asks to wait; null when it does not. */
  readonly askedWait: number | null;

  constructor(message: string, askedWait: number | null = null) {
    super(message);
    this.askedWait = askedWait;
  }
}

/** Repeats an action after passing failures, with exponential backoff. Throws JbtError `DownloadFailed` after the last. */
export async function withRetries<Value>(
  { retries, wait }: Pick<SourceParts, 'retries' | 'wait'>,
  signal: AbortSignal,
  action: () => Promise<Value>,
): Promise<Value> {
  for (let attempt = 0; ; attempt++) {
    signal.throwIfAborted();
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof PassingFailure)) throw error;
      await wait(nextWait(error, attempt, retries), error.message, signal);
    }
  }
}

/** Returns milliseconds until the next attempt. Throws JbtError `DownloadFailed` when there is none. */
function nextWait({ message, askedWait }: PassingFailure, attempt: number, retries: number): number {
  if (askedWait !== null && askedWait > LONGEST_ASKED_WAIT) {
    throw downloadFailed(`${message}; the server asks to wait ${formatTimeLeft(askedWait / SECOND)}`);
  }
  if (attempt >= retries) throw downloadFailed(`${message} (attempt ${attempt + 1} of ${retries + 1})`);
  return askedWait ?? Math.min(FIRST_WAIT * 2 ** attempt, LONGEST_WAIT);
}

/** Makes the error of a download that ends for good. */
export function downloadFailed(reason: string): JbtError {
  return new JbtError('DownloadFailed', `${reason}; what is complete is stored: the same command goes on from there`);
}
