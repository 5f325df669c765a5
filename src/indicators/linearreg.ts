import { indicator } from './indicator.ts';
import { alongLine, rollingLine } from './kernels/line.ts';
import { sourceOf } from './source.ts';

/** End of the least-squares line through the last values. */
export const linearreg = indicator({
  name: 'linearreg',
  parameters: { period: 14, sourceType: 'close' },
  outputs: ['value'],
  formula: 'value of the line through the last period values at the newest bar',
  source: 'TA-Lib LINEARREG',
  warmup: ({ period }) => period - 1,
  memory: ({ period }) => period,
  compute: (candles, { period, sourceType }) => ({
    value: linearregOf(sourceOf(candles, sourceType), period),
  }),
});

/** The line's end through a series, for indicators built on it. */
export function linearregOf(x: Float64Array, period: number): Float64Array {
  return alongLine(rollingLine(x, period), (period - 1) / 2);
}
