import { indicator } from './indicator.ts';
import { volumeIndex } from './kernels/volume-index.ts';
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
  compute: (candles, { sourceType }) => ({ value: volumeIndex(sourceOf(candles, sourceType), candles.volume, -1) }),
});
