import { emaMemory, emaOf } from './ema.ts';
import { indicator } from './indicator.ts';
import { whole } from './parameters.ts';

/** Blau's directional trend index, −100 to 100. */
export const dti = indicator({
  name: 'dti',
  parameters: { r: 14, s: 10, u: 5 },
  limits: { r: whole(1), s: whole(1), u: whole(1) },
  outputs: ['value'],
  formula:
    '100·e(m)/e(|m|), m = max(Δhigh, 0) − max(−Δlow, 0), 0 at the first bar, e = ema over r, then s, then u; 0 when nothing moved',
  source: 'William Blau, Momentum, Direction, and Divergence, 1995',
  needsCandles: true,
  warmup: () => 0,
  memory: ({ r, s, u }) => emaMemory(r) + emaMemory(s) + emaMemory(u),
  fades: () => true,
  compute: ({ high, low, length }, { r, s, u }) => {
    const move = new Float64Array(length);
    const distance = new Float64Array(length);
    for (let i = 1; i < length; i++) {
      move[i] = Math.max(high[i] - high[i - 1], 0) - Math.max(low[i - 1] - low[i], 0);
      distance[i] = Math.abs(move[i]);
    }
    const smooth = (x: Float64Array): Float64Array => emaOf(emaOf(emaOf(x, r), s), u);
    const value = smooth(move);
    const size = smooth(distance);
    for (let i = 0; i < length; i++) value[i] = size[i] === 0 ? 0 : (100 * value[i]) / size[i];
    return { value };
  },
});
