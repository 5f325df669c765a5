import { indicator } from './indicator.ts';
import { delayed } from './kernels/series.ts';
import { smoothingMemory, wilderMean } from './kernels/smoothing.ts';
import { sourceOf } from './source.ts';

/** Bill Williams' alligator: three smoothed averages, each moved forward. */
export const alligator = indicator({
  name: 'alligator',
  parameters: { sourceType: 'hl2' },
  outputs: ['jaw', 'teeth', 'lips'],
  formula: 'smma of 13 values moved 8 bars forward, of 8 moved 5, of 5 moved 3',
  source: 'Bill Williams, Trading Chaos, 1995; Jesse holds teeth and lips still until bar 13',
  warmup: () => 20,
  memory: () => smoothingMemory(1 / 13) + 8,
  compute: (candles, { sourceType }) => jawTeethLips(sourceOf(candles, sourceType)),
});

/** The three lines over a series, for indicators built on them. */
export function jawTeethLips(x: Float64Array): Readonly<Record<'jaw' | 'teeth' | 'lips', Float64Array>> {
  return {
    jaw: delayed(wilderMean(x, 13), 8),
    teeth: delayed(wilderMean(x, 8), 5),
    lips: delayed(wilderMean(x, 5), 3),
  };
}
