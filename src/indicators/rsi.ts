import { indicator } from './indicator.ts';
import { firstNumber, nanSeries } from './kernels/series.ts';
import { smoothingMemory } from './kernels/smoothing.ts';
import { sourceOf } from './source.ts';

/** Relative strength index, 0 to 100. */
export const rsi = indicator({
  name: 'rsi',
  parameters: { period: 14, sourceType: 'close' },
  outputs: ['value'],
  formula:
    '100 − 100/(1 + gain/loss), both Wilder averages (1/period) seeded with the mean of the first period changes; 100 without losses',
  source: 'J. Welles Wilder, New Concepts in Technical Trading Systems, 1978; TA-Lib RSI',
  warmup: ({ period }) => period,
  memory: ({ period }) => smoothingMemory(1 / period),
  fades: () => true,
  compute: (candles, { period, sourceType }) => ({ value: rsiOf(sourceOf(candles, sourceType), period) }),
});

/** The index of a series, for indicators built on it. */
export function rsiOf(x: Float64Array, period: number): Float64Array {
  const out = nanSeries(x.length);
  const start = firstNumber(x);
  if (x.length - start <= period) return out;
  let gain = 0;
  let loss = 0;
  for (let i = start + 1; i <= start + period; i++) {
    const move = x[i] - x[i - 1];
    gain += Math.max(move, 0) / period;
    loss += Math.max(-move, 0) / period;
  }
  let last = strength(gain, loss);
  out[start + period] = last;
  for (let i = start + period + 1; i < x.length; i++) {
    const move = x[i] - x[i - 1];
    if (Number.isNaN(move)) continue;
    gain += (Math.max(move, 0) - gain) / period;
    loss += (Math.max(-move, 0) - loss) / period;
    // Both averages shrink alike while nothing moves. Their ratio stays, but for rounding, which a stochastic would
    // magnify.
    if (move !== 0) last = strength(gain, loss);
    out[i] = last;
  }
  return out;
}

function strength(gain: number, loss: number): number {
  return loss === 0 ? 100 : 100 - 100 / (1 + gain / loss);
}
