import { indicator } from './indicator.ts';
import { directionalMovement } from './kernels/directional.ts';
import { highestSoFar, lowestSoFar } from './kernels/rolling.ts';
import { zeroUntil } from './kernels/series.ts';
import { smoothed, smoothingMemory } from './kernels/smoothing.ts';

/** Elder's SafeZone stop. */
export const safezonestop = indicator({
  name: 'safezonestop',
  parameters: { period: 22, mult: 2.5, maxLookback: 3, direction: 'long' },
  outputs: ['value'],
  formula:
    'long: highest of maxLookback values of previous low − mult·Wilder sum(period) of −DM; short: lowest of previous high + mult·Wilder sum of +DM; the stop and the movement of the first bar are 0',
  source: 'Alexander Elder, Come Into My Trading Room, 2002, with Wilder’s directional movement as in Jesse',
  needsCandles: true,
  warmup: () => 0,
  memory: ({ period, maxLookback }) => smoothingMemory(1 / period) + maxLookback,
  fades: () => true,
  compute: (candles, { period, mult, maxLookback, direction }) => {
    const { plus, minus } = directionalMovement(candles);
    if (direction === 'long') return { value: highestSoFar(stopsOf(candles.low, minus, period, -mult), maxLookback) };
    return { value: lowestSoFar(stopsOf(candles.high, plus, period, mult), maxLookback) };
  },
});

/** The Wilder sum is `period` times the smoothed movement. */
function stopsOf(price: Float64Array, movement: Float64Array, period: number, mult: number): Float64Array {
  const stops = smoothed(zeroUntil(movement, 1), 1 / period, 1);
  for (let i = 1; i < stops.length; i++) stops[i] = price[i - 1] + mult * period * stops[i];
  return stops;
}
