import { indicator } from './indicator.ts';
import { rollingMean } from './kernels/rolling.ts';
import { nanSeries } from './kernels/series.ts';
import { stochastic } from './kernels/stochastic.ts';
import { whole } from './parameters.ts';
import { rsiOf } from './rsi.ts';
import { sourceOf } from './source.ts';

/** Stochastic of the RSI, 0 to 100; NaN where the RSI stood still. */
export const srsi = indicator({
  name: 'srsi',
  parameters: { period: 14, periodStoch: 14, k: 3, d: 3, sourceType: 'close' },
  limits: { periodStoch: whole(1), k: whole(1), d: whole(1) },
  outputs: ['k', 'd'],
  formula:
    'k = mean of k values of 100·(rsi − lowest rsi)/(highest rsi − lowest rsi) over periodStoch, d = mean of the last d numbers of k',
  source: 'Tushar Chande and Stanley Kroll, The New Technical Trader, 1994',
  warmup: ({ period, periodStoch, k, d }) => period + periodStoch + k + d - 3,
  settling: ({ period, periodStoch, k, d }) => 60 * period + 2 * (periodStoch + k + d),
  settlesByTurning: true,
  compute: (candles, { period, periodStoch, k: smoothing, d, sourceType }) => {
    const strength = rsiOf(sourceOf(candles, sourceType), period);
    const k = rollingMean(stochastic(strength, strength, strength, periodStoch, Number.NaN), smoothing);
    return { k, d: meanOfNumbers(k, d) };
  },
});

/** Mean of the last `period` numbers, passing over NaN. */
function meanOfNumbers(x: Float64Array, period: number): Float64Array {
  const numbers = new Float64Array(x.length);
  let count = 0;
  for (let i = 0; i < x.length; i++) if (!Number.isNaN(x[i])) numbers[count++] = x[i];
  const means = rollingMean(numbers.subarray(0, count), period);
  const out = nanSeries(x.length);
  for (let i = x.length - 1; i >= 0; i--) if (!Number.isNaN(x[i])) out[i] = means[--count];
  return out;
}
