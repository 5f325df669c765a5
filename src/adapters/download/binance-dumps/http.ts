import { SECOND, type Timestamp } from '../../../model/time.ts';
import { downloadFailed, PassingFailure } from '../retry.ts';

/** A server that sends nothing for so long is taken for dead. */
const LONGEST_SILENCE = 30 * SECOND;

/** Fetches a file; null when the server has none. `onBytes` gets the share of the file too. Throws `PassingFailure`, and JbtError `DownloadFailed`. */
export async function getFile(
  url: string,
  signal: AbortSignal,
  now: () => Timestamp,
  onBytes: (count: number, share: number) => void = () => {},
): Promise<Buffer | null> {
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), LONGEST_SILENCE);
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, silence.signal]) });
    if (!response.ok) return await refused(url, response, now);
    const size = Number(response.headers.get('content-length') ?? Number.POSITIVE_INFINITY);
    const pieces: Uint8Array[] = [];
    let length = 0;
    for await (const piece of response.body ?? []) {
      timer.refresh();
      pieces.push(piece);
      length += piece.length;
      onBytes(piece.length, length / size);
    }
    return Buffer.concat(pieces);
  } catch (error) {
    signal.throwIfAborted();
    if (silence.signal.aborted) throw new PassingFailure(`${url}: nothing came for ${LONGEST_SILENCE / SECOND} s`);
    if (!(error instanceof TypeError)) throw error;
    throw new PassingFailure(`${url}: ${reasonOf(error)}`);
  } finally {
    clearTimeout(timer);
  }
}

async function refused(url: string, response: Response, now: () => Timestamp): Promise<null> {
  await response.body?.cancel();
  const { status, statusText, headers } = response;
  if (status === 404) return null;
  const answer = `${url}: the server answers ${status} ${statusText}`.trim();
  if (status !== 429 && status < 500) throw downloadFailed(answer);
  throw new PassingFailure(answer, retryAfter(headers.get('retry-after'), now));
}

/** Reads `Retry-After`, seconds or a date, as milliseconds. */
function retryAfter(text: string | null, now: () => Timestamp): number | null {
  if (text === null) return null;
  const wait = /^\d+$/.test(text) ? Number(text) * SECOND : Date.parse(text) - now();
  return Number.isNaN(wait) ? null : Math.max(0, wait);
}

/** `fetch` wraps the error that tells something. */
function reasonOf(error: Error): string {
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  return cause.message || ('code' in cause ? String(cause.code) : error.message);
}
