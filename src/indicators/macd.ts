import { emaOf } from './ema.ts';
import { indicator } from './indicator.ts';
import { gapBetween } from './kernels/gap.ts';
import { difference } from './kernels/series.ts';
import { smoothingMemory } from './kernels/smoothing.ts';
import { sourceOf } from './source.ts';

/** Moving average convergence/divergence. */
export const macd = indicator({
  name: 'macd',
  parameters: { fastPeriod: 12, slowPeriod: 26, signalPeriod: 9, sourceType: 'close' },
  outputs: ['macd', 'signal', 'hist'],
  formula: 'macd = ema(fastPeriod) − ema(slowPeriod), signal = ema(signalPeriod) of macd, hist = macd − signal',
  source: 'Gerald Appel; TA-Lib MACD begins later',
  warmup: () => 0,
  memory: ({ fastPeriod, slowPeriod, signalPeriod }) =>
    smoothingMemory(2 / (Math.max(fastPeriod, slowPeriod) + 1)) + smoothingMemory(2 / (signalPeriod + 1)),
  fades: () => true,
  compute: (candles, { fastPeriod, slowPeriod, signalPeriod, sourceType }) => {
    const x = sourceOf(candles, sourceType);
    const macd = gapBetween(emaOf(x, fastPeriod), emaOf(x, slowPeriod));
    const signal = emaOf(macd, signalPeriod);
    return { macd, signal, hist: difference(macd, signal) };
  },
});
