import { indicator } from './indicator.ts';

/** On-balance volume. */
export const obv = indicator({
  name: 'obv',
  parameters: {},
  outputs: ['value'],
  formula: 'volume at first, then plus the volume where the close rose, minus it where it fell',
  source: 'Joseph Granville; TA-Lib OBV',
  needsCandles: true,
  warmup: () => 0,
  compute: ({ close, volume, length }) => {
    const value = new Float64Array(length);
    let total = length > 0 ? volume[0] : 0;
    for (let i = 0; i < length; i++) {
      if (close[i] > close[i - 1]) total += volume[i];
      else if (close[i] < close[i - 1]) total -= volume[i];
      value[i] = total;
    }
    return { value };
  },
});
