import { indicator } from './indicator.ts';
import { highestSoFar, lowestSoFar } from './kernels/rolling.ts';
import { placeBetween } from './kernels/stochastic.ts';
import { averageMemory, averageOfSeries, averageWarmup, averageWarmupFrom } from './ma.ts';
import { oneOf, SERIES_MATYPES } from './parameters.ts';

/** KDJ: a stochastic oscillator and the distance of its lines. */
export const kdj = indicator({
  name: 'kdj',
  parameters: { fastkPeriod: 9, slowkPeriod: 3, slowkMatype: 0, slowdPeriod: 3, slowdMatype: 0 },
  limits: { slowkMatype: oneOf(...SERIES_MATYPES), slowdMatype: oneOf(...SERIES_MATYPES) },
  outputs: ['k', 'd', 'j'],
  formula:
    'k = ma(100·(close − lowest low)/(highest high − lowest low), slowkPeriod) over fastkPeriod candles, or all so far; d = ma(k, slowdPeriod); j = 3k − 2d; the sma passes over bars without a number, and those without range have none',
  source: 'George Lane’s stochastic; everget, KDJ (TradingView)',
  needsCandles: true,
  warmup: ({ slowkPeriod, slowkMatype, slowdPeriod, slowdMatype }) =>
    averageWarmupFrom(averageWarmup(slowkPeriod, slowkMatype), slowdPeriod, slowdMatype),
  memory: ({ fastkPeriod, slowkPeriod, slowkMatype, slowdPeriod, slowdMatype }) =>
    fastkPeriod + averageMemory(slowkPeriod, slowkMatype) + averageMemory(slowdPeriod, slowdMatype),
  // Any average but the plain one begins at the first number: a window that begins flat has other values.
  fades: ({ slowkMatype, slowdMatype }) => slowkMatype !== 0 || slowdMatype !== 0,
  compute: ({ high, low, close }, { fastkPeriod, slowkPeriod, slowkMatype, slowdPeriod, slowdMatype }) => {
    const place = placeBetween(close, highestSoFar(high, fastkPeriod), lowestSoFar(low, fastkPeriod), Number.NaN);
    const k = averageOfSeries(place, slowkPeriod, slowkMatype);
    const d = averageOfSeries(k, slowdPeriod, slowdMatype);
    const j = new Float64Array(k.length);
    for (let i = 0; i < j.length; i++) j[i] = 3 * k[i] - 2 * d[i];
    return { k, d, j };
  },
});
