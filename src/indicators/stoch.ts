import { indicator } from './indicator.ts';
import { stochastic } from './kernels/stochastic.ts';
import { averageMemory, averageOf, averageWarmup } from './ma.ts';
import { oneOf, SERIES_MATYPES } from './parameters.ts';

/** Slow stochastic oscillator, 0 to 100. */
export const stoch = indicator({
  name: 'stoch',
  parameters: { fastkPeriod: 14, slowkPeriod: 3, slowkMatype: 0, slowdPeriod: 3, slowdMatype: 0 },
  limits: { slowkMatype: oneOf(...SERIES_MATYPES), slowdMatype: oneOf(...SERIES_MATYPES) },
  outputs: ['k', 'd'],
  formula:
    'k = average(slowkPeriod) of 100·(close − lowest low)/(highest high − lowest low) over fastkPeriod candles, 0 where these are equal; d = average(slowdPeriod) of k',
  source: 'George Lane; TA-Lib STOCH',
  needsCandles: true,
  warmup: ({ fastkPeriod, slowkPeriod, slowkMatype, slowdPeriod, slowdMatype }) =>
    fastkPeriod - 1 + averageWarmup(slowkPeriod, slowkMatype) + averageWarmup(slowdPeriod, slowdMatype),
  memory: ({ fastkPeriod, slowkPeriod, slowkMatype, slowdPeriod, slowdMatype }) =>
    fastkPeriod + averageMemory(slowkPeriod, slowkMatype) + averageMemory(slowdPeriod, slowdMatype),
  compute: ({ high, low, close }, { fastkPeriod, slowkPeriod, slowkMatype, slowdPeriod, slowdMatype }) => {
    const k = averageOf(stochastic(close, high, low, fastkPeriod, 0), slowkPeriod, slowkMatype);
    return { k, d: averageOf(k, slowdPeriod, slowdMatype) };
  },
});
