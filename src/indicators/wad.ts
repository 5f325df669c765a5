import { indicator } from './indicator.ts';

/** Williams' accumulation/distribution, cumulative. */
export const wad = indicator({
  name: 'wad',
  parameters: {},
  outputs: ['value'],
  formula: 'sum of open − min(low, previous open) where the open rose, open − max(high, previous open) where it fell',
  source: 'Larry Williams, with opens in place of closes as in Jesse',
  needsCandles: true,
  warmup: () => 0,
  compute: ({ open, high, low, length }) => {
    const value = new Float64Array(length);
    let total = 0;
    for (let i = 1; i < length; i++) {
      const before = open[i - 1];
      if (open[i] > before) total += open[i] - Math.min(low[i], before);
      else if (open[i] < before) total += open[i] - Math.max(high[i], before);
      value[i] = total;
    }
    return { value };
  },
});
