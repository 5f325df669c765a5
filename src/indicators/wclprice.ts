import { indicator } from './indicator.ts';

/** Weighted close price. */
export const wclprice = indicator({
  name: 'wclprice',
  parameters: {},
  outputs: ['value'],
  formula: '(high + low + 2·close)/4',
  source: 'TA-Lib WCLPRICE',
  needsCandles: true,
  warmup: () => 0,
  memory: () => 1,
  compute: ({ high, low, close, length }) => {
    const value = new Float64Array(length);
    for (let i = 0; i < length; i++) value[i] = (high[i] + low[i] + 2 * close[i]) / 4;
    return { value };
  },
});
