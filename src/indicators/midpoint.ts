import { indicator } from './indicator.ts';
import { highest, lowest } from './kernels/rolling.ts';
import { sourceOf } from './source.ts';

/** Middle of the highest and lowest value. */
export const midpoint = indicator({
  name: 'midpoint',
  parameters: { period: 14, sourceType: 'close' },
  outputs: ['value'],
  formula: '(highest x + lowest x)/2 over the last period values',
  source: 'TA-Lib MIDPOINT',
  warmup: ({ period }) => period - 1,
  memory: ({ period }) => period,
  compute: (candles, { period, sourceType }) => {
    const x = sourceOf(candles, sourceType);
    return { value: middleOf(highest(x, period), lowest(x, period)) };
  },
});

/** The middle of two series, for indicators built on it. */
export function middleOf(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(a.length);
  for (let i = 0; i < out.length; i++) out[i] = (a[i] + b[i]) / 2;
  return out;
}
