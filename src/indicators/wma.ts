import { indicator } from './indicator.ts';
import { alongLine, rollingLine } from './kernels/line.ts';
import { sourceOf } from './source.ts';

/** Linearly weighted moving average. */
export const wma = indicator({
  name: 'wma',
  parameters: { period: 30, sourceType: 'close' },
  outputs: ['value'],
  formula: 'mean of the last period values, weights period (newest) down to 1 (oldest)',
  source: 'TA-Lib WMA',
  warmup: ({ period }) => period - 1,
  memory: ({ period }) => period,
  compute: (candles, { period, sourceType }) => ({ value: wmaOf(sourceOf(candles, sourceType), period) }),
});

/** The weighted average of a series, for indicators built on it: a point of the least-squares line. */
export function wmaOf(x: Float64Array, period: number): Float64Array {
  return alongLine(rollingLine(x, period), (period - 1) / 6);
}
