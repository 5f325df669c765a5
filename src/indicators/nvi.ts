import { indicator } from './indicator.ts';
import { sourceOf } from './source.ts';

/** Negative volume index. */
export const nvi = indicator({
  name: 'nvi',
  parameters: { sourceType: 'close' },
  outputs: ['value'],
  formula: '1000 at first, then times x/x[i−1] where the volume fell, else unchanged',
  source: 'Norman Fosback, Stock Market Logic, 1976; Tulip nvi',
  needsCandles: true,
  warmup: () => 0,
  compute: (candles, { sourceType }) => {
    const x = sourceOf(candles, sourceType);
    const { volume } = candles;
    const value = new Float64Array(x.length);
    let index = 1000;
    for (let i = 0; i < x.length; i++) {
      if (volume[i] < volume[i - 1] && x[i - 1] !== 0) index *= x[i] / x[i - 1];
      value[i] = index;
    }
    return { value };
  },
});
