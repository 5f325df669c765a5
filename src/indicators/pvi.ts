import { indicator } from './indicator.ts';
import { volumeIndex } from './kernels/volume-index.ts';
import { sourceOf } from './source.ts';

/** Positive volume index. */
export const pvi = indicator({
  name: 'pvi',
  parameters: { sourceType: 'close' },
  outputs: ['value'],
  formula: '1000 at first, then times x/x[i−1] where the volume rose, else unchanged',
  source: 'Norman Fosback, Stock Market Logic, 1976; Tulip pvi',
  needsCandles: true,
  warmup: () => 0,
  compute: (candles, { sourceType }) => ({ value: volumeIndex(sourceOf(candles, sourceType), candles.volume, 1) }),
});
