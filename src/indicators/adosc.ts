import { accumulationOf } from './ad.ts';
import { emaMemory, emaOf } from './ema.ts';
import { indicator } from './indicator.ts';
import { difference } from './kernels/series.ts';

/** Chaikin's oscillator: momentum of the accumulation/distribution line. */
export const adosc = indicator({
  name: 'adosc',
  parameters: { fastPeriod: 3, slowPeriod: 10 },
  outputs: ['value'],
  formula: 'ema(ad, fastPeriod) − ema(ad, slowPeriod), ad as in ad',
  source: 'Marc Chaikin; TA-Lib ADOSC',
  needsCandles: true,
  warmup: () => 0,
  memory: ({ fastPeriod, slowPeriod }) => emaMemory(Math.max(fastPeriod, slowPeriod)),
  fades: () => true,
  compute: (candles, { fastPeriod, slowPeriod }) => {
    const line = accumulationOf(candles);
    return { value: difference(emaOf(line, fastPeriod), emaOf(line, slowPeriod)) };
  },
});
