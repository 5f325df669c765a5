import { indicator } from './indicator.ts';

/** Median price. */
export const medprice = indicator({
  name: 'medprice',
  parameters: {},
  outputs: ['value'],
  formula: '(high + low)/2',
  source: 'TA-Lib MEDPRICE',
  needsCandles: true,
  warmup: () => 0,
  memory: () => 1,
  compute: ({ high, low, length }) => {
    const value = new Float64Array(length);
    for (let i = 0; i < length; i++) value[i] = (high[i] + low[i]) / 2;
    return { value };
  },
});
