import { indicator } from './indicator.ts';
import { nanSeries } from './kernels/series.ts';
import { sourceOf } from './source.ts';

/** Volume price trend of two bars. */
export const vpt = indicator({
  name: 'vpt',
  parameters: { sourceType: 'close' },
  outputs: ['value'],
  formula: 'volume·(x − x[i−1])/x[i−1] of this bar plus that of the bar before',
  source: 'Jesse; elsewhere the volume price trend is the sum over all bars',
  needsCandles: true,
  warmup: () => 2,
  memory: () => 3,
  compute: (candles, { sourceType }) => {
    const x = sourceOf(candles, sourceType);
    const { volume } = candles;
    const value = nanSeries(x.length);
    let before = Number.NaN;
    for (let i = 1; i < x.length; i++) {
      const now = x[i - 1] === 0 ? 0 : (volume[i] * (x[i] - x[i - 1])) / x[i - 1];
      value[i] = before + now;
      before = now;
    }
    return { value };
  },
});
