import { indicator } from './indicator.ts';
import { highest, highestSoFar, lowest, lowestSoFar } from './kernels/rolling.ts';
import { smoothingMemory, wilderMean } from './kernels/smoothing.ts';
import { trueRange } from './kernels/true-range.ts';
import { whole } from './parameters.ts';

/** Chande Kroll stop. */
export const cksp = indicator({
  name: 'cksp',
  parameters: { p: 10, x: 1, q: 9 },
  limits: { p: whole(1), q: whole(1) },
  outputs: ['long', 'short'],
  formula:
    'long = highest(highest high(q) − x·atr(p), q), short = lowest(lowest low(q) + x·atr(p), q); highs and lows of fewer bars at first',
  source: 'Tushar Chande and Stanley Kroll, The New Technical Trader, 1994',
  needsCandles: true,
  warmup: ({ p, q }) => (p === 1 ? 0 : p + q - 2),
  memory: ({ p, q }) => smoothingMemory(1 / p) + 2 * q,
  fades: () => true,
  compute: (candles, { p, x, q }) => {
    const range = wilderMean(trueRange(candles), p);
    const long = highestSoFar(candles.high, q);
    const short = lowestSoFar(candles.low, q);
    for (let i = 0; i < range.length; i++) {
      long[i] -= x * range[i];
      short[i] += x * range[i];
    }
    if (p === 1) return { long: highestSoFar(long, q), short: lowestSoFar(short, q) };
    return { long: highest(long, q), short: lowest(short, q) };
  },
});
