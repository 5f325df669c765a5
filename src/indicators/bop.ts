import { indicator } from './indicator.ts';

/** Balance of power. */
export const bop = indicator({
  name: 'bop',
  parameters: {},
  outputs: ['value'],
  formula: '(close − open)/(high − low), 0 where high = low',
  source: 'Igor Livshin, 2001; TA-Lib BOP',
  needsCandles: true,
  warmup: () => 0,
  memory: () => 1,
  compute: ({ open, close, high, low, length }) => {
    const value = new Float64Array(length);
    for (let i = 0; i < length; i++) {
      const range = high[i] - low[i];
      if (range > 0) value[i] = (close[i] - open[i]) / range;
    }
    return { value };
  },
});
