import { indicator } from './indicator.ts';
import { rollingMean } from './kernels/rolling.ts';
import { averageFades, averageMemory, averageOf, averageWarmup } from './ma.ts';
import type { Matype } from './parameters.ts';

/** Moving average bands: a fast average between bands around a slow one. The bands are as wide as both lie apart. */
export const mab = indicator({
  name: 'mab',
  parameters: {
    fastPeriod: 10,
    slowPeriod: 50,
    devup: 1,
    devdn: 1,
    fastMatype: 0,
    slowMatype: 0,
    sourceType: 'close',
  },
  outputs: ['upperband', 'middleband', 'lowerband'],
  formula:
    'middleband = fast average, upperband = slow average + devup·w, lowerband = slow average − devdn·w, w = √(mean of (fast − slow)² over fastPeriod bars)',
  source: 'Vitali Apirine, TASC 8/2021',
  differs: 'Jesse adds a deviation that belongs to other bars than the averages.',
  warmup: (parameters) => gapWarmup(parameters) + parameters.fastPeriod - 1,
  memory: ({ fastPeriod, slowPeriod, fastMatype, slowMatype }) =>
    Math.max(averageMemory(fastPeriod, fastMatype), averageMemory(slowPeriod, slowMatype)) + fastPeriod - 1,
  fades: ({ fastMatype, slowMatype }) => averageFades(fastMatype) || averageFades(slowMatype),
  compute: (candles, { fastPeriod, slowPeriod, devup, devdn, fastMatype, slowMatype, sourceType }) => {
    const middleband = averageOf(candles, fastPeriod, fastMatype, sourceType);
    const lowerband = averageOf(candles, slowPeriod, slowMatype, sourceType);
    const squares = new Float64Array(candles.length);
    for (let i = 0; i < squares.length; i++) squares[i] = (middleband[i] - lowerband[i]) ** 2;
    const upperband = rollingMean(squares, fastPeriod);
    for (let i = 0; i < upperband.length; i++) {
      const width = Math.sqrt(upperband[i]);
      upperband[i] = lowerband[i] + devup * width;
      lowerband[i] -= devdn * width;
    }
    return { upperband, middleband, lowerband };
  },
});

function gapWarmup(periods: {
  readonly fastPeriod: number;
  readonly slowPeriod: number;
  readonly fastMatype: Matype;
  readonly slowMatype: Matype;
}): number {
  return Math.max(
    averageWarmup(periods.fastPeriod, periods.fastMatype),
    averageWarmup(periods.slowPeriod, periods.slowMatype),
  );
}
