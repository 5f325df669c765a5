import { indicator } from './indicator.ts';
import { rollingMean } from './kernels/rolling.ts';
import { zeroUntil } from './kernels/series.ts';

/** Ease of movement: how far the price moves for its volume. */
export const emv = indicator({
  name: 'emv',
  parameters: { length: 14, div: 10_000 },
  outputs: ['value'],
  formula:
    'sma(div·(hl2[i] − hl2[i−1])·(high − low)/volume, length); 0 at the first bar, in a bar without volume, and until there are length bars',
  source: 'Richard Arms, 1989; TradingView Ease of Movement',
  needsCandles: true,
  warmup: () => 0,
  memory: ({ length }) => length + 1,
  compute: ({ high, low, volume, length: bars }, { length, div }) => {
    const ease = new Float64Array(bars);
    for (let i = 1; i < bars; i++) {
      const move = (high[i] + low[i] - high[i - 1] - low[i - 1]) / 2;
      ease[i] = volume[i] === 0 ? 0 : (div * move * (high[i] - low[i])) / volume[i];
    }
    return { value: zeroUntil(rollingMean(ease, length), length - 1) };
  },
});
