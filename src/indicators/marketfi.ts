import { indicator } from './indicator.ts';

/** Market facilitation index: movement per unit of volume; 0 without volume. */
export const marketfi = indicator({
  name: 'marketfi',
  parameters: {},
  outputs: ['value'],
  formula: '(high − low)/volume',
  source: 'Bill Williams, Trading Chaos, 1995; Tulip marketfi',
  needsCandles: true,
  warmup: () => 0,
  memory: () => 1,
  compute: ({ high, low, volume, length }) => {
    const value = new Float64Array(length);
    for (let i = 0; i < length; i++) value[i] = volume[i] === 0 ? 0 : (high[i] - low[i]) / volume[i];
    return { value };
  },
});
