import { indicator } from './indicator.ts';
import { change, delayed, scale } from './kernels/series.ts';
import { decayingMean, smoothingMemory } from './kernels/smoothing.ts';
import { sourceOf } from './source.ts';

/** Gator oscillator: the opening of the alligator's mouth. */
export const gatorosc = indicator({
  name: 'gatorosc',
  parameters: { sourceType: 'close' },
  outputs: ['upper', 'lower', 'upperChange', 'lowerChange'],
  formula:
    'upper = |jaw − teeth|, lower = −|teeth − lips|, upperChange = Δupper, lowerChange = −Δlower; jaw, teeth, lips = smma of 13, 8, 5, moved 8, 5, 3 bars forward',
  source: 'Bill Williams, Trading Chaos, 1995',
  warmup: () => 9,
  memory: () => smoothingMemory(1 / 13) + 9,
  fades: () => true,
  compute: (candles, { sourceType }) => {
    const x = sourceOf(candles, sourceType);
    const jaw = delayed(decayingMean(x, 1 / 13), 8);
    const teeth = delayed(decayingMean(x, 1 / 8), 5);
    const lips = delayed(decayingMean(x, 1 / 5), 3);
    const upper = new Float64Array(jaw.length);
    const lower = new Float64Array(jaw.length);
    for (let i = 0; i < jaw.length; i++) {
      upper[i] = Math.abs(jaw[i] - teeth[i]);
      lower[i] = -Math.abs(teeth[i] - lips[i]);
    }
    return { upper, lower, upperChange: change(upper), lowerChange: scale(change(lower), -1) };
  },
});
