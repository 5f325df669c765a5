import { indicator } from './indicator.ts';
import { meanOfNumbers } from './kernels/rolling.ts';
import { difference } from './kernels/series.ts';
import { weightedMeanSoFar } from './kernels/volume-weighted.ts';

/** Volume weighted moving average convergence/divergence. */
export const vwmacd = indicator({
  name: 'vwmacd',
  parameters: { fastPeriod: 12, slowPeriod: 26, signalPeriod: 9 },
  outputs: ['macd', 'signal', 'hist'],
  formula:
    'macd = vwma(fastPeriod) − vwma(slowPeriod) of the close, signal = mean of the last signalPeriod macd, or of all so far, hist = macd − signal',
  source: 'Buff Dormeier, Investing with Volume Analysis, 2011, with a simple average for the signal as in Jesse',
  needsCandles: true,
  warmup: () => 0,
  memory: ({ fastPeriod, slowPeriod, signalPeriod }) => Math.max(fastPeriod, slowPeriod) + signalPeriod - 1,
  compute: ({ close, volume }, { fastPeriod, slowPeriod, signalPeriod }) => {
    const macd = difference(weightedMeanSoFar(close, volume, fastPeriod), weightedMeanSoFar(close, volume, slowPeriod));
    const signal = meanOfNumbers(macd, signalPeriod);
    return { macd, signal, hist: difference(macd, signal) };
  },
});
