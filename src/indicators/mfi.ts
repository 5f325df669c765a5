import { indicator } from './indicator.ts';
import { rollingSum } from './kernels/rolling.ts';
import { sourceOf } from './source.ts';

/** Money flow index, 0 to 100. */
export const mfi = indicator({
  name: 'mfi',
  parameters: { period: 14 },
  outputs: ['value'],
  formula:
    '100·up/(up + down), sums over period candles of typical price·volume where the typical price rose and fell, none at the first bar; 100 without flow',
  source: 'Gene Quong and Avrum Soudack, TASC 3/1989; TA-Lib MFI begins a bar later',
  needsCandles: true,
  warmup: ({ period }) => period - 1,
  memory: ({ period }) => period + 1,
  compute: (candles, { period }) => {
    const typical = sourceOf(candles, 'hlc3');
    const { volume, length } = candles;
    const rising = new Float64Array(length);
    const moving = new Float64Array(length);
    for (let i = 1; i < length; i++) {
      const flow = typical[i] * volume[i];
      rising[i] = typical[i] > typical[i - 1] ? flow : 0;
      moving[i] = typical[i] === typical[i - 1] ? 0 : flow;
    }
    const value = rollingSum(rising, period);
    const total = rollingSum(moving, period);
    for (let i = 0; i < length; i++) value[i] = total[i] === 0 ? 100 : (100 * value[i]) / total[i];
    return { value };
  },
});
