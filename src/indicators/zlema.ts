import { emaMemory, emaOf } from './ema.ts';
import { indicator } from './indicator.ts';
import { nanSeries } from './kernels/series.ts';
import { sourceOf } from './source.ts';

/** Zero-lag exponential moving average. */
export const zlema = indicator({
  name: 'zlema',
  parameters: { period: 20, sourceType: 'close' },
  outputs: ['value'],
  formula: 'ema(period) of 2·x − x[i−lag], lag = (period − 1)/2 rounded down; first = that at the bar lag',
  source: 'John F. Ehlers and Ric Way, Zero Lag (Well, Almost), TASC 11/2010; Tulip zlema begins with a price',
  warmup: ({ period }) => lagOf(period),
  memory: ({ period }) => lagOf(period) + emaMemory(period),
  fades: () => true,
  compute: (candles, { period, sourceType }) => {
    const x = sourceOf(candles, sourceType);
    const lag = lagOf(period);
    const ahead = nanSeries(x.length);
    for (let i = lag; i < x.length; i++) ahead[i] = x[i] + (x[i] - x[i - lag]);
    return { value: emaOf(ahead, period) };
  },
});

function lagOf(period: number): number {
  return Math.floor((period - 1) / 2);
}
