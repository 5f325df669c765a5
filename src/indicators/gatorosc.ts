import { jawTeethLips } from './alligator.ts';
import { indicator } from './indicator.ts';
import { change, scale } from './kernels/series.ts';
import { smoothingMemory } from './kernels/smoothing.ts';
import { sourceOf } from './source.ts';

/** Gator oscillator: how far the alligator opens its mouth. */
export const gatorosc = indicator({
  name: 'gatorosc',
  parameters: { sourceType: 'close' },
  outputs: ['upper', 'lower', 'upperChange', 'lowerChange'],
  formula: 'upper = |jaw − teeth|, lower = −|teeth − lips|, upperChange = Δupper, lowerChange = −Δlower',
  source: 'Bill Williams, Trading Chaos, 1995',
  warmup: () => 21,
  memory: () => smoothingMemory(1 / 13) + 9,
  compute: (candles, { sourceType }) => {
    const { jaw, teeth, lips } = jawTeethLips(sourceOf(candles, sourceType));
    const upper = new Float64Array(jaw.length);
    const lower = new Float64Array(jaw.length);
    for (let i = 0; i < jaw.length; i++) {
      upper[i] = Math.abs(jaw[i] - teeth[i]);
      lower[i] = -Math.abs(teeth[i] - lips[i]);
    }
    return { upper, lower, upperChange: change(upper), lowerChange: scale(change(lower), -1) };
  },
});
