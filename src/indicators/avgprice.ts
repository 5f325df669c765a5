import { indicator } from './indicator.ts';
import { sourceOf } from './source.ts';

/** Average price. */
export const avgprice = indicator({
  name: 'avgprice',
  parameters: {},
  outputs: ['value'],
  formula: '(open + high + low + close) / 4',
  source: 'TA-Lib AVGPRICE',
  needsCandles: true,
  warmup: () => 0,
  memory: () => 1,
  compute: (candles) => ({ value: sourceOf(candles, 'ohlc4') }),
});
