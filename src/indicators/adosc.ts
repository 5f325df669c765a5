import { accumulationOf } from './ad.ts';
import { emaMemory } from './ema.ts';
import { indicator } from './indicator.ts';
import { difference } from './kernels/series.ts';
import { smoothed } from './kernels/smoothing.ts';

/** Chaikin's oscillator: momentum of the accumulation/distribution line. */
export const adosc = indicator({
  name: 'adosc',
  parameters: { fastPeriod: 3, slowPeriod: 10 },
  outputs: ['value'],
  formula: 'ema(ad, fastPeriod) − ema(ad, slowPeriod), both seeded with the first ad',
  source: 'Marc Chaikin; TA-Lib ADOSC',
  needsCandles: true,
  warmup: ({ fastPeriod, slowPeriod }) => Math.max(fastPeriod, slowPeriod) - 1,
  memory: ({ fastPeriod, slowPeriod }) => emaMemory(Math.max(fastPeriod, slowPeriod)),
  compute: (candles, { fastPeriod, slowPeriod }) => {
    const line = accumulationOf(candles);
    const value = difference(smoothed(line, 2 / (fastPeriod + 1), 1), smoothed(line, 2 / (slowPeriod + 1), 1));
    return { value: value.fill(Number.NaN, 0, Math.max(fastPeriod, slowPeriod) - 1) };
  },
});
