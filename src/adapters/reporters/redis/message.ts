import { gzipSync } from 'node:zlib';

/** Kinds of messages in the order in which a full buffer drops them; it never drops the end of a run. */
export const RANKS = ['progress', 'log', 'outcome', 'end'] as const;

export type Rank = (typeof RANKS)[number];

/** A message that waits to be published. */
export interface Message {
  /** Id of a session, or of the run for `batch.` events. */
  readonly id: string;
  /** `backtest.<name>` or `batch.<name>`. */
  readonly event: string;
  readonly rank: Rank;
  /** Estimated memory. */
  readonly bytes: number;
  readonly compressed: boolean;
  /** Builds the payload. Lazy, so that an unreachable Redis costs nothing. */
  readonly compose: () => unknown;
}

/** Packs 1.5 % less than the default, in a third of the time. */
const LEVEL = 3;

/** Encodes a message for Jesse's dashboard; null when the payload is not JSON. NaN and the infinities become null. */
export function encodeMessage(message: Message): string | null {
  try {
    const payload = message.compose() ?? null;
    const data = message.compressed ? gzipSync(JSON.stringify(payload), { level: LEVEL }).toString('base64') : payload;
    return JSON.stringify({ id: message.id, event: message.event, is_compressed: message.compressed, data });
  } catch {
    return null;
  }
}
