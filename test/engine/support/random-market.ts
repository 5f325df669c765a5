import fc from 'fast-check';
import type { CandleColumns } from '../../../src/model/candle.ts';
import { minutesOf, type Row, START } from './stage.ts';

/** Prices wander around this, in whole steps of one. */
export const CENTRE = 1000;

const SEEDS = fc.integer({ min: 0, max: 2 ** 31 - 1 });

/** Parameters of a random market: larger ones make it wilder. */
const manners = fc.record({
  seed: SEEDS,
  step: fc.integer({ min: 1, max: 12 }),
  wick: fc.nat(10),
  gap: fc.nat(25),
});

type Manner = typeof manners extends fc.Arbitrary<infer M> ? M : never;

/** `count` minutes of a random market: whole prices, gaps now and then, no minute that closes where it opened. */
export function markets(count: number): fc.Arbitrary<CandleColumns> {
  return manners.map((manner) => {
    const minutes = minutesOf(rowsOf(count, manner), START);
    // A broken law prints the parameters instead of all candles.
    Object.defineProperty(minutes, fc.toStringMethod, { value: () => JSON.stringify(manner) });
    return minutes;
  });
}

function rowsOf(count: number, { seed, step, wick, gap }: Manner): readonly Row[] {
  const draw = drawing(seed);
  const within = (size: number): number => Math.floor(draw() * (2 * size + 1)) - size;
  let price = CENTRE;
  return Array.from({ length: count }, (): Row => {
    const open = bounded(price + (draw() < 0.05 ? within(gap) : 0));
    const moved = within(step) || 1;
    const close = bounded(open + moved) === open ? bounded(open - moved) : bounded(open + moved);
    price = close;
    const high = Math.max(open, close) + Math.floor(draw() * (wick + 1));
    const low = Math.min(open, close) - Math.floor(draw() * (wick + 1));
    return [open, close, high, low];
  });
}

function bounded(price: number): number {
  return Math.min(CENTRE + 200, Math.max(CENTRE - 200, price));
}

/** The same market upside down: every price as far below the centre as it was above. */
export function mirrored(minutes: CandleColumns): CandleColumns {
  const flip = (column: Float64Array): Float64Array => column.map((price) => 2 * CENTRE - price);
  return {
    ...minutes,
    open: flip(minutes.open),
    close: flip(minutes.close),
    high: flip(minutes.low),
    low: flip(minutes.high),
  };
}

/** The Lehmer generator, from 0 to 1. */
function drawing(seed: number): () => number {
  let state = (seed % 2147483646) + 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}
