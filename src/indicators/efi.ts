import { emaMemory, emaOf } from './ema.ts';
import { indicator } from './indicator.ts';
import { change } from './kernels/series.ts';
import { sourceOf } from './source.ts';

/** Elder's force index. */
export const efi = indicator({
  name: 'efi',
  parameters: { period: 13, sourceType: 'close' },
  outputs: ['value'],
  formula: 'ema((x[i] − x[i−1])·volume, period), NaN in the first period bars',
  source: 'Alexander Elder, Trading for a Living, 1993',
  needsCandles: true,
  warmup: ({ period }) => period,
  memory: ({ period }) => emaMemory(period) + 1,
  fades: () => true,
  compute: (candles, { period, sourceType }) => {
    const force = change(sourceOf(candles, sourceType));
    for (let i = 1; i < force.length; i++) force[i] *= candles.volume[i];
    return { value: emaOf(force, period).fill(Number.NaN, 0, period) };
  },
});
