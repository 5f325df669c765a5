import { emaMemory, emaOf } from './ema.ts';
import { indicator } from './indicator.ts';
import { rollingSum } from './kernels/rolling.ts';
import { difference, zeroUntil } from './kernels/series.ts';

/** Mass index: widening and narrowing of the candles' ranges. */
export const mass = indicator({
  name: 'mass',
  parameters: { period: 5 },
  outputs: ['value'],
  formula:
    'sum over period candles of e/ema(9) of e, e = ema(9) of high − low; 0 for a candle where both are 0, and until there are period candles',
  source: 'Donald Dorsey, TASC 6/1992; Tulip mass',
  needsCandles: true,
  warmup: () => 0,
  memory: ({ period }) => period + 2 * emaMemory(9),
  fades: () => true,
  compute: ({ high, low }, { period }) => {
    const ratio = emaOf(difference(high, low), 9);
    const smooth = emaOf(ratio, 9);
    for (let i = 0; i < ratio.length; i++) ratio[i] = smooth[i] === 0 ? 0 : ratio[i] / smooth[i];
    return { value: zeroUntil(rollingSum(ratio, period), period - 1) };
  },
});
