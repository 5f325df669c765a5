import { indicator } from './indicator.ts';
import { highest, lowest } from './kernels/rolling.ts';
import { nanSeries } from './kernels/series.ts';
import { smoothingMemory } from './kernels/smoothing.ts';
import { sourceOf } from './source.ts';

/** Ehlers' Fisher transform: sharp turns out of smooth prices. */
export const fisher = indicator({
  name: 'fisher',
  parameters: { period: 9 },
  outputs: ['fisher', 'signal'],
  formula:
    'v = 0.66·(place of hl2 in its range over period, −0.5 to 0.5) + 0.67·v, kept within ±0.999; fisher = ln((1 + v)/(1 − v))/2 + fisher[i−1]/2; signal = fisher[i−1]',
  source: 'John Ehlers, Technical Analysis of Stocks & Commodities 20:11, 2002; Tulip Indicators fisher',
  needsCandles: true,
  warmup: ({ period }) => period,
  memory: ({ period }) => period + 3 * smoothingMemory(1 / 3),
  compute: (candles, { period }) => {
    const middle = sourceOf(candles, 'hl2');
    const top = highest(middle, period);
    const bottom = lowest(middle, period);
    const fisher = nanSeries(middle.length);
    const signal = nanSeries(middle.length);
    let value = 0;
    for (let i = period - 1; i < middle.length; i++) {
      const range = top[i] - bottom[i];
      const place = range === 0 ? 0 : (middle[i] - bottom[i]) / range - 0.5;
      value = clamped(0.66 * place + 0.67 * value);
      const before = i < period ? 0 : fisher[i - 1];
      fisher[i] = Math.log((1 + value) / (1 - value)) / 2 + before / 2;
      if (i >= period) signal[i] = before;
    }
    return { fisher, signal };
  },
});

function clamped(value: number): number {
  if (value > 0.99) return 0.999;
  return value < -0.99 ? -0.999 : value;
}
