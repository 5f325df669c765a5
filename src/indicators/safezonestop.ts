import type { CandleColumns } from '../model/candle.ts';
import { indicator } from './indicator.ts';
import { highest, lowest } from './kernels/rolling.ts';
import { nanSeries } from './kernels/series.ts';
import { smoothingMemory, wilderSum } from './kernels/smoothing.ts';

/** Elder's SafeZone stop. */
export const safezonestop = indicator({
  name: 'safezonestop',
  parameters: { period: 22, mult: 2.5, maxLookback: 3, direction: 'long' },
  outputs: ['value'],
  formula:
    'long: highest of maxLookback values of previous low − mult·Wilder sum(period) of −DM; short: lowest of previous high + mult·Wilder sum of +DM',
  source: 'Alexander Elder, Come Into My Trading Room, 2002, with Wilder’s directional movement as in Jesse',
  needsCandles: true,
  warmup: ({ period, maxLookback }) => period + maxLookback - 1,
  memory: ({ period, maxLookback }) => smoothingMemory(1 / period) + maxLookback,
  compute: (candles, { period, mult, maxLookback, direction }) => {
    if (direction === 'long') {
      const stops = stopsOf(candles.low, wilderSum(directional(candles, -1), period), -mult);
      return { value: highest(stops, maxLookback) };
    }
    const stops = stopsOf(candles.high, wilderSum(directional(candles, 1), period), mult);
    return { value: lowest(stops, maxLookback) };
  },
});

function stopsOf(price: Float64Array, movement: Float64Array, mult: number): Float64Array {
  const stops = nanSeries(price.length);
  for (let i = 1; i < price.length; i++) stops[i] = price[i - 1] + mult * movement[i];
  return stops;
}

/** Wilder's +DM (1) or −DM (−1): how far a candle reaches beyond the one before, if further than on the other side. */
function directional({ high, low, length }: CandleColumns, side: 1 | -1): Float64Array {
  const movement = nanSeries(length);
  for (let i = 1; i < length; i++) {
    const up = high[i] - high[i - 1];
    const down = low[i - 1] - low[i];
    const [mine, other] = side === 1 ? [up, down] : [down, up];
    movement[i] = mine > other && mine > 0 ? mine : 0;
  }
  return movement;
}
