import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** Kinds of messages, those that are dropped first where there is no room; the end of a run is never dropped. */
export const RANKS = ['progress', 'log', 'outcome', 'end'] as const;

export type Rank = (typeof RANKS)[number];

/** A message that waits to be published. */
export interface Message {
  /** Id of a session, or of the run for `batch.` events. */
  readonly id: string;
  /** `backtest.<name>` or `batch.<name>`. */
  readonly event: string;
  readonly rank: Rank;
  /** Roughly, in memory. */
  readonly bytes: number;
  readonly compressed: boolean;
  /** Builds the payload. Called when the message is sent, so that nothing is built for a Redis that is not there. */
  readonly compose: () => unknown;
}

const compress = promisify(gzip);

/** The message as Jesse's dashboard reads it; null when its payload cannot be JSON. NaN and the infinities become null. */
export async function encodeMessage(message: Message): Promise<string | null> {
  try {
    const payload = message.compose() ?? null;
    const data = message.compressed ? (await compress(JSON.stringify(payload))).toString('base64') : payload;
    return JSON.stringify({ id: message.id, event: message.event, is_compressed: message.compressed, data });
  } catch {
    return null;
  }
}
