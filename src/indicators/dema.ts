import { emaMemory, emaOf } from './ema.ts';
import { indicator } from './indicator.ts';
import { sourceOf } from './source.ts';

/** Double exponential moving average. */
export const dema = indicator({
  name: 'dema',
  parameters: { period: 30, sourceType: 'close' },
  outputs: ['value'],
  formula: '2·e − ema(e), e = ema(x), both over period',
  source: 'Patrick Mulloy, Technical Analysis of Stocks & Commodities 12:1, 1994; TA-Lib DEMA begins later',
  warmup: () => 0,
  memory: ({ period }) => 2 * emaMemory(period),
  fades: () => true,
  compute: (candles, { period, sourceType }) => ({ value: demaOf(sourceOf(candles, sourceType), period) }),
});

function demaOf(x: Float64Array, period: number): Float64Array {
  const once = emaOf(x, period);
  const twice = emaOf(once, period);
  for (let i = 0; i < twice.length; i++) twice[i] = 2 * once[i] - twice[i];
  return twice;
}
