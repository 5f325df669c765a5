import { indicator } from './indicator.ts';
import { directionalMovement } from './kernels/directional.ts';
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
    const { plus, minus } = directionalMovement(candles);
    if (direction === 'long') {
      const stops = stopsOf(candles.low, wilderSum(minus, period), -mult);
      return { value: highest(stops, maxLookback) };
    }
    const stops = stopsOf(candles.high, wilderSum(plus, period), mult);
    return { value: lowest(stops, maxLookback) };
  },
});

function stopsOf(price: Float64Array, movement: Float64Array, mult: number): Float64Array {
  const stops = nanSeries(price.length);
  for (let i = 1; i < price.length; i++) stops[i] = price[i - 1] + mult * movement[i];
  return stops;
}
