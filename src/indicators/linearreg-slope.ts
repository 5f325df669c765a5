import { indicator } from './indicator.ts';
import { rollingLine } from './kernels/line.ts';
import { sourceOf } from './source.ts';

/** Rise a bar of the least-squares line through the last values. */
export const linearregSlope = indicator({
  name: 'linearregSlope',
  parameters: { period: 14, sourceType: 'close' },
  outputs: ['value'],
  formula: 'slope of the line through the last period values',
  source: 'TA-Lib LINEARREG_SLOPE',
  warmup: ({ period }) => period - 1,
  memory: ({ period }) => period,
  compute: (candles, { period, sourceType }) => ({
    value: rollingLine(sourceOf(candles, sourceType), period).slope,
  }),
});
