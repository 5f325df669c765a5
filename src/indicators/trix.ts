import { emaMemory, emaOf } from './ema.ts';
import { indicator } from './indicator.ts';
import { change, nanSeries } from './kernels/series.ts';
import { sourceOf } from './source.ts';

/** Change of the triple smoothed logarithm, in hundredths of a percent. */
export const trix = indicator({
  name: 'trix',
  parameters: { period: 18, sourceType: 'close' },
  outputs: ['value'],
  formula: '10000·(e − e[i−1]), e = ema(period) of ema(period) of ema(period) of ln x; NaN where x is not above 0',
  source: 'Jack K. Hutson, TASC 1983; TradingView TRIX',
  warmup: () => 1,
  memory: ({ period }) => 2 * emaMemory(period),
  fades: () => true,
  compute: (candles, { period, sourceType }) => {
    const x = sourceOf(candles, sourceType);
    const logarithm = nanSeries(x.length);
    for (let i = 0; i < x.length; i++) if (x[i] > 0) logarithm[i] = Math.log(x[i]);
    const value = change(emaOf(emaOf(emaOf(logarithm, period), period), period));
    for (let i = 0; i < value.length; i++) value[i] *= 10_000;
    return { value };
  },
});
