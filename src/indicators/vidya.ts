import { indicator } from './indicator.ts';
import { rollingSumSoFar } from './kernels/rolling.ts';
import { change, nanSeries, zeroUntil } from './kernels/series.ts';
import { rollingDeviationSoFar } from './kernels/variance.ts';
import { sourceOf } from './source.ts';

/** Chande's variable index dynamic average: faster the more one-sided the changes. */
export const vidya = indicator({
  name: 'vidya',
  parameters: { length: 9, fixCmo: true, select: true, sourceType: 'close' },
  outputs: ['value'],
  formula:
    'vidya[i] = vidya[i−1] + min(k·2/(length + 1), 1)·(x − vidya[i−1]), first = x; k = |Σ changes|/Σ |changes| over 9 (fixCmo) or length bars, or (select false) the deviation over length bars; of fewer at first',
  source: 'Tushar Chande, TASC 3/1992 and 10/1995',
  differs:
    'Where k·2/(length + 1) is above 1, as deviations of high prices are, Jesse overshoots the price without bound.',
  warmup: () => 0,
  settling: ({ length }) => 60 * (length + 1),
  compute: (candles, { length, fixCmo, select, sourceType }) => {
    const x = sourceOf(candles, sourceType);
    const speed = select ? oneSidedness(x, fixCmo ? 9 : length) : rollingDeviationSoFar(x, length);
    const alpha = 2 / (length + 1);
    const value = nanSeries(x.length);
    let last = x[0];
    for (let i = 0; i < x.length; i++) {
      const next = last + Math.min(alpha * speed[i], 1) * (x[i] - last);
      value[i] = next;
      if (!Number.isNaN(next)) last = next;
    }
    return { value };
  },
});

/** Size of Chande's momentum oscillator as a fraction; 0 without changes. */
function oneSidedness(x: Float64Array, period: number): Float64Array {
  const moves = zeroUntil(change(x), 1);
  const total = rollingSumSoFar(moves, period);
  for (let i = 0; i < moves.length; i++) moves[i] = Math.abs(moves[i]);
  const way = rollingSumSoFar(moves, period);
  for (let i = 0; i < total.length; i++) total[i] = way[i] === 0 ? 0 : Math.abs(total[i]) / way[i];
  return total;
}
