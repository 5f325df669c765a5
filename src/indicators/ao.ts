import type { CandleColumns } from '../model/candle.ts';
import { indicator } from './indicator.ts';
import { rollingMean } from './kernels/rolling.ts';
import { change, difference } from './kernels/series.ts';
import { sourceOf } from './source.ts';

/** Awesome oscillator. */
export const ao = indicator({
  name: 'ao',
  parameters: {},
  outputs: ['osc', 'change'],
  formula: 'osc = sma(hl2, 5) − sma(hl2, 34), change = osc[i] − osc[i−1]',
  source: 'Bill Williams, New Trading Dimensions, 1998',
  needsCandles: true,
  warmup: () => 34,
  memory: () => 35,
  compute: (candles) => {
    const osc = awesomeOf(candles);
    return { osc, change: change(osc) };
  },
});

/** The oscillator alone, for indicators built on it. */
export function awesomeOf(candles: CandleColumns): Float64Array {
  const middle = sourceOf(candles, 'hl2');
  return difference(rollingMean(middle, 5), rollingMean(middle, 34));
}
