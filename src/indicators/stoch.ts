import { indicator } from './indicator.ts';
import { stochastic } from './kernels/stochastic.ts';
import { averageMemory, averageOfSeries, averageWarmupFrom } from './ma.ts';
import { oneOf, SERIES_MATYPES } from './parameters.ts';

/** Slow stochastic oscillator, 0 to 100. */
export const stoch = indicator({
  name: 'stoch',
  parameters: { fastkPeriod: 14, slowkPeriod: 3, slowkMatype: 0, slowdPeriod: 3, slowdMatype: 0 },
  limits: { slowkMatype: oneOf(...SERIES_MATYPES), slowdMatype: oneOf(...SERIES_MATYPES) },
  outputs: ['k', 'd'],
  formula:
    'k = average(slowkPeriod) of 100·(close − lowest low)/(highest high − lowest low) over fastkPeriod candles, d = average(slowdPeriod) of k; the sma passes over bars without a number, and those without range have none',
  source: 'George Lane; TA-Lib STOCH begins later',
  differs: 'Jesse takes the plain mean whatever the matype.',
  needsCandles: true,
  warmup: ({ fastkPeriod, slowkPeriod, slowkMatype, slowdPeriod, slowdMatype }) =>
    averageWarmupFrom(averageWarmupFrom(fastkPeriod - 1, slowkPeriod, slowkMatype), slowdPeriod, slowdMatype),
  memory: ({ fastkPeriod, slowkPeriod, slowkMatype, slowdPeriod, slowdMatype }) =>
    fastkPeriod + averageMemory(slowkPeriod, slowkMatype) + averageMemory(slowdPeriod, slowdMatype),
  // Any average but the plain one begins at the first number: a window that begins flat has other values.
  fades: ({ slowkMatype, slowdMatype }) => slowkMatype !== 0 || slowdMatype !== 0,
  compute: ({ high, low, close }, { fastkPeriod, slowkPeriod, slowkMatype, slowdPeriod, slowdMatype }) => {
    const place = stochastic(close, high, low, fastkPeriod, Number.NaN);
    const k = averageOfSeries(place, slowkPeriod, slowkMatype);
    return { k, d: averageOfSeries(k, slowdPeriod, slowdMatype) };
  },
});
