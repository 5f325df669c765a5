import { indicator } from './indicator.ts';
import { highest, lowest } from './kernels/rolling.ts';
import { smoothingMemory } from './kernels/smoothing.ts';
import { sourceOf } from './source.ts';

/** Ehlers' Fisher transform: sharp turns out of smooth prices. */
export const fisher = indicator({
  name: 'fisher',
  parameters: { period: 9 },
  outputs: ['fisher', 'signal'],
  formula:
    'v = 0.66·(place of hl2 in its range over period, −0.5 to 0.5) + 0.67·v, kept within ±0.999, 0 without range; fisher = ln((1 + v)/(1 − v))/2 + fisher[i−1]/2; signal = fisher[i−1]; all 0 in the first period bars',
  source: 'John Ehlers, Technical Analysis of Stocks & Commodities 20:11, 2002, as in Jesse',
  needsCandles: true,
  warmup: () => 0,
  memory: ({ period }) => period + 3 * smoothingMemory(1 / 3),
  fades: () => true,
  compute: (candles, { period }) => {
    const middle = sourceOf(candles, 'hl2');
    const top = highest(middle, period);
    const bottom = lowest(middle, period);
    const fisher = new Float64Array(middle.length);
    const signal = new Float64Array(middle.length);
    let value = 0;
    for (let i = period; i < middle.length; i++) {
      const range = top[i] - bottom[i];
      const moved = range === 0 ? 0 : 0.66 * ((middle[i] - bottom[i]) / range - 0.5) + 0.67 * value;
      value = Math.min(Math.max(moved, -0.999), 0.999);
      signal[i] = fisher[i - 1];
      fisher[i] = Math.log((1 + value) / (1 - value)) / 2 + signal[i] / 2;
    }
    return { fisher, signal };
  },
});
