import type { Redis } from 'ioredis';
import { decodeLetter, type Letter } from './messages.ts';

/** Longest wait for a letter in one command. */
const BLOCK_MS = 1_000;
/** Letters read at once, of about 1 MiB at most each. */
const MOST_LETTERS = 50;
const PAUSE_MS = 500;

/** Reads the letters of a stream in order, until the connection is closed, and removes them. `hear` gets those that lie there together. */
export async function readLetters(
  redis: Redis,
  key: string,
  hear: (letters: readonly Letter[]) => void,
): Promise<void> {
  let last = '0';
  while (redis.status !== 'end') {
    try {
      const found = await redis.xreadBuffer('COUNT', MOST_LETTERS, 'BLOCK', BLOCK_MS, 'STREAMS', key, last);
      const entries = found?.[0]?.[1] ?? [];
      const [newest] = entries.at(-1) ?? [];
      if (newest === undefined) continue;
      last = newest.toString();
      hear(entries.map(([, [, letter]]) => decodeLetter(letter)));
      await redis.xtrim(key, 'MINID', last);
    } catch {
      // The connection was lost; it comes back by itself.
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS).unref());
    }
  }
}
