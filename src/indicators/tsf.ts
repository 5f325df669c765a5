import { indicator } from './indicator.ts';
import { alongLine, rollingLine } from './kernels/line.ts';
import { sourceOf } from './source.ts';

/** Time series forecast: the least-squares line continued by one bar. */
export const tsf = indicator({
  name: 'tsf',
  parameters: { period: 14, sourceType: 'close' },
  outputs: ['value'],
  formula: 'value of the line through the last period values one bar after the newest',
  source: 'TA-Lib TSF',
  warmup: ({ period }) => period - 1,
  memory: ({ period }) => period,
  compute: (candles, { period, sourceType }) => ({
    value: alongLine(rollingLine(sourceOf(candles, sourceType), period), (period + 1) / 2),
  }),
});
