import { emaMemory, emaOf } from './ema.ts';
import { indicator } from './indicator.ts';
import { difference } from './kernels/series.ts';
import { vwmaOf } from './vwma.ts';

/** Volume weighted moving average convergence/divergence. */
export const vwmacd = indicator({
  name: 'vwmacd',
  parameters: { fastPeriod: 12, slowPeriod: 26, signalPeriod: 9 },
  outputs: ['macd', 'signal', 'hist'],
  formula:
    'macd = vwma(fastPeriod) − vwma(slowPeriod) of the close, signal = ema(signalPeriod) of macd, hist = macd − signal',
  source: 'Buff Dormeier, Investing with Volume Analysis, 2011',
  needsCandles: true,
  warmup: ({ fastPeriod, slowPeriod, signalPeriod }) => Math.max(fastPeriod, slowPeriod) + signalPeriod - 2,
  memory: ({ fastPeriod, slowPeriod, signalPeriod }) => Math.max(fastPeriod, slowPeriod) + emaMemory(signalPeriod),
  compute: ({ close, volume }, { fastPeriod, slowPeriod, signalPeriod }) => {
    const macd = difference(vwmaOf(close, volume, fastPeriod), vwmaOf(close, volume, slowPeriod));
    const signal = emaOf(macd, signalPeriod);
    return { macd, signal, hist: difference(macd, signal) };
  },
});
