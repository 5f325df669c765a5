import { indicator } from './indicator.ts';
import { alongLine, rollingLine } from './kernels/line.ts';
import { sourceOf } from './source.ts';

/** Start of the least-squares line through the last values. */
export const linearregIntercept = indicator({
  name: 'linearregIntercept',
  parameters: { period: 14, sourceType: 'close' },
  outputs: ['value'],
  formula: 'value of the line through the last period values at the oldest of them',
  source: 'TA-Lib LINEARREG_INTERCEPT',
  warmup: ({ period }) => period - 1,
  memory: ({ period }) => period,
  compute: (candles, { period, sourceType }) => ({
    value: alongLine(rollingLine(sourceOf(candles, sourceType), period), (1 - period) / 2),
  }),
});
