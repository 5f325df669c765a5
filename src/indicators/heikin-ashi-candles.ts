import { indicator } from './indicator.ts';
import { nanSeries } from './kernels/series.ts';

/** Heikin-Ashi candles. */
export const heikinAshiCandles = indicator({
  name: 'heikinAshiCandles',
  parameters: {},
  outputs: ['open', 'close', 'high', 'low'],
  formula:
    'open = (open[i−1] + close[i−1])/2 of the plain candles, close = (open + high + low + close)/4, high and low = the extremes of high or low, open and close',
  source: 'Dan Valcu, Technical Analysis of Stocks & Commodities 22:2, 2004; the open from plain candles is Jesse’s',
  needsCandles: true,
  warmup: () => 1,
  memory: () => 2,
  compute: (candles) => {
    const [open, close, high, low] = Array.from({ length: 4 }, () => nanSeries(candles.length));
    for (let i = 1; i < candles.length; i++) {
      open[i] = (candles.open[i - 1] + candles.close[i - 1]) / 2;
      close[i] = (candles.open[i] + candles.high[i] + candles.low[i] + candles.close[i]) / 4;
      high[i] = Math.max(candles.high[i], open[i], close[i]);
      low[i] = Math.min(candles.low[i], open[i], close[i]);
    }
    return { open, close, high, low };
  },
});
