import { COLUMN_NAMES, type StoredCandles, shortestStep } from '../../model/candle.ts';
import type { MarketKey } from '../../model/market.ts';
import { MINUTE, type TimeRange } from '../../model/time.ts';
import type { Digest } from '../ports.ts';

/** One week. Overlapping ranges share the digests of whole chunks. */
const CHUNK_MINUTES = 7 * 1440;

/** Digests of ranges of the loaded candles. */
export class CandleDigests {
  readonly #candles: Readonly<Record<MarketKey, StoredCandles>>;
  readonly #digest: Digest;
  readonly #known = new Map<string, string>();

  constructor(candles: Readonly<Record<MarketKey, StoredCandles>>, digest: Digest) {
    this.#candles = candles;
    this.#digest = digest;
  }

  /** Returns the digest of a range of a market, which must be loaded. */
  of(market: MarketKey, { from, to }: TimeRange): string {
    return this.#remember(`${market} ${from} ${to}`, () => {
      const chunks: string[] = [];
      for (let start = from; start < to; start = endOfChunk(start)) {
        chunks.push(this.#chunk(market, start, Math.min(to, endOfChunk(start))));
      }
      return this.#digest(`${from} ${to} ${chunks.join(' ')}`);
    });
  }

  #chunk(market: MarketKey, from: number, to: number): string {
    return this.#remember(`${market} ${from}..${to}`, () => {
      const { start, filled, ...columns } = this.#candles[market];
      const step = shortestStep(columns);
      // A boundary within a candle of several days is a fraction, which both of its chunks round down.
      const [first, end] = [(from - start) / step, (to - start) / step].map(Math.floor);
      const parts = COLUMN_NAMES.map((name) => this.#digest(bytesOf(columns[name].subarray(first, end))));
      if (step !== MINUTE) parts.push(`step ${step}`);
      if (filled !== undefined) parts.push(this.#digest(bytesOf(filled.subarray(first, end))));
      return this.#digest(parts.join(' '));
    });
  }

  #remember(key: string, make: () => string): string {
    const found = this.#known.get(key) ?? make();
    this.#known.set(key, found);
    return found;
  }
}

function endOfChunk(time: number): number {
  const chunk = CHUNK_MINUTES * MINUTE;
  return (Math.floor(time / chunk) + 1) * chunk;
}

function bytesOf({ buffer, byteOffset, byteLength }: Float64Array | Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
