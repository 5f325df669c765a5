import { indicator } from './indicator.ts';
import { rollingMean } from './kernels/rolling.ts';
import { difference } from './kernels/series.ts';
import { rollingWeightedMean } from './kernels/volume-weighted.ts';

/** Volume weighted moving average convergence/divergence. */
export const vwmacd = indicator({
  name: 'vwmacd',
  parameters: { fastPeriod: 12, slowPeriod: 26, signalPeriod: 9 },
  outputs: ['macd', 'signal', 'hist'],
  formula:
    'macd = vwma(fastPeriod) − vwma(slowPeriod) of the close, signal = sma(signalPeriod) of macd, hist = macd − signal',
  source: 'Buff Dormeier, Investing with Volume Analysis, 2011, with a simple average for the signal as in Jesse',
  needsCandles: true,
  warmup: ({ fastPeriod, slowPeriod, signalPeriod }) => Math.max(fastPeriod, slowPeriod) + signalPeriod - 2,
  memory: ({ fastPeriod, slowPeriod, signalPeriod }) => Math.max(fastPeriod, slowPeriod) + signalPeriod - 1,
  compute: ({ close, volume }, { fastPeriod, slowPeriod, signalPeriod }) => {
    const macd = difference(
      rollingWeightedMean(close, volume, fastPeriod),
      rollingWeightedMean(close, volume, slowPeriod),
    );
    const signal = rollingMean(macd, signalPeriod);
    return { macd, signal, hist: difference(macd, signal) };
  },
});
