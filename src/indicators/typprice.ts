import { indicator } from './indicator.ts';

/** Typical price. */
export const typprice = indicator({
  name: 'typprice',
  parameters: {},
  outputs: ['value'],
  formula: '(high + low + close)/3',
  source: 'TA-Lib TYPPRICE',
  needsCandles: true,
  warmup: () => 0,
  memory: () => 1,
  compute: ({ high, low, close, length }) => {
    const value = new Float64Array(length);
    for (let i = 0; i < length; i++) value[i] = (high[i] + low[i] + close[i]) / 3;
    return { value };
  },
});
