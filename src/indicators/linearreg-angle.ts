import { indicator } from './indicator.ts';
import { rollingLine } from './kernels/line.ts';
import { sourceOf } from './source.ts';

/** Angle in degrees of the least-squares line through the last values. A bar is as wide as a price unit is high. */
export const linearregAngle = indicator({
  name: 'linearregAngle',
  parameters: { period: 14, sourceType: 'close' },
  outputs: ['value'],
  formula: 'atan(slope)·180/π of the line through the last period values',
  source: 'TA-Lib LINEARREG_ANGLE',
  warmup: ({ period }) => period - 1,
  memory: ({ period }) => period,
  compute: (candles, { period, sourceType }) => {
    const value = rollingLine(sourceOf(candles, sourceType), period).slope;
    for (let i = 0; i < value.length; i++) value[i] = (Math.atan(value[i]) * 180) / Math.PI;
    return { value };
  },
});
