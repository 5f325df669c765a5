import { efficiencyOf } from './er.ts';
import { indicator } from './indicator.ts';
import { firstNumber, nanSeries } from './kernels/series.ts';
import { smoothingMemory } from './kernels/smoothing.ts';
import { sourceOf } from './source.ts';

/** Kaufman's adaptive moving average: fast in a trend, slow in noise. */
export const kama = indicator({
  name: 'kama',
  parameters: { period: 14, fastLength: 2, slowLength: 30, sourceType: 'close' },
  outputs: ['value'],
  formula:
    'kama += (er·(2/(fastLength + 1) − 2/(slowLength + 1)) + 2/(slowLength + 1))²·(x − kama), from x[period − 1]; x itself in the first period bars',
  source: 'Perry Kaufman, Smarter Trading, 1995; TA-Lib KAMA has no values there',
  warmup: () => 0,
  memory: ({ period, fastLength, slowLength }) =>
    period + smoothingMemory((2 / (Math.max(fastLength, slowLength) + 1)) ** 2),
  fades: () => true,
  compute: (candles, { period, fastLength, slowLength, sourceType }) => ({
    value: kamaOf(sourceOf(candles, sourceType), period, fastLength, slowLength),
  }),
});

function kamaOf(x: Float64Array, period: number, fastLength: number, slowLength: number): Float64Array {
  const out = nanSeries(x.length);
  const start = firstNumber(x);
  out.set(x.subarray(start, start + period), start);
  if (x.length - start <= period) return out;
  const efficiency = efficiencyOf(x, period);
  const slow = 2 / (slowLength + 1);
  const range = 2 / (fastLength + 1) - slow;
  let value = x[start + period - 1];
  for (let i = start + period; i < x.length; i++) {
    const root = efficiency[i] * range + slow;
    const next = value + root * root * (x[i] - value);
    out[i] = next;
    if (!Number.isNaN(next)) value = next;
  }
  return out;
}
