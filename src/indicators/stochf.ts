import { indicator } from './indicator.ts';
import { stochastic } from './kernels/stochastic.ts';
import { averageMemory, averageOfSeries, averageWarmupFrom } from './ma.ts';
import { oneOf, SERIES_MATYPES } from './parameters.ts';

/** Fast stochastic oscillator, 0 to 100. */
export const stochf = indicator({
  name: 'stochf',
  parameters: { fastkPeriod: 5, fastdPeriod: 3, fastdMatype: 0 },
  limits: { fastdMatype: oneOf(...SERIES_MATYPES) },
  outputs: ['k', 'd'],
  formula:
    'k = 100·(close − lowest low)/(highest high − lowest low) over fastkPeriod candles, 50 where these are equal; d = average(fastdPeriod) of k; the sma passes over bars without a number',
  source: 'George Lane; TA-Lib STOCHF begins later',
  differs: 'Jesse takes the plain mean whatever the matype.',
  needsCandles: true,
  warmup: ({ fastkPeriod, fastdPeriod, fastdMatype }) => averageWarmupFrom(fastkPeriod - 1, fastdPeriod, fastdMatype),
  memory: ({ fastkPeriod, fastdPeriod, fastdMatype }) => fastkPeriod + averageMemory(fastdPeriod, fastdMatype),
  // Any average but the plain one begins at the first number: a window that begins flat has other values.
  fades: ({ fastdMatype }) => fastdMatype !== 0,
  compute: ({ high, low, close }, { fastkPeriod, fastdPeriod, fastdMatype }) => {
    const k = stochastic(close, high, low, fastkPeriod, 50);
    return { k, d: averageOfSeries(k, fastdPeriod, fastdMatype) };
  },
});
