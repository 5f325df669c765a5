import { indicator } from './indicator.ts';
import { smoothingMemory, wilderMean } from './kernels/smoothing.ts';
import { trueRange } from './kernels/true-range.ts';

/** Average true range in percent of the close. */
export const natr = indicator({
  name: 'natr',
  parameters: { period: 14 },
  outputs: ['value'],
  formula: '100·atr(period)/close; 0 where the close is 0',
  source: 'TA-Lib NATR, with the first true range counted as in atr',
  needsCandles: true,
  warmup: ({ period }) => period - 1,
  memory: ({ period }) => smoothingMemory(1 / period),
  fades: () => true,
  compute: (candles, { period }) => {
    const { close } = candles;
    const value = wilderMean(trueRange(candles), period);
    for (let i = 0; i < value.length; i++) value[i] = close[i] === 0 ? 0 * value[i] : (100 * value[i]) / close[i];
    return { value };
  },
});
