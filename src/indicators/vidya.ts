import { indicator } from './indicator.ts';
import { rollingSum } from './kernels/rolling.ts';
import { change, nanSeries } from './kernels/series.ts';
import { rollingDeviation } from './kernels/variance.ts';
import { sourceOf } from './source.ts';

/** Chande's variable index dynamic average: faster the more one-sided the changes. */
export const vidya = indicator({
  name: 'vidya',
  parameters: { length: 9, fixCmo: true, select: true, sourceType: 'close' },
  outputs: ['value'],
  formula:
    'vidya[i] = vidya[i−1] + min(k·2/(length + 1), 1)·(x − vidya[i−1]); k = |Σ changes|/Σ |changes| over 9 (fixCmo) or length bars, or (select false) the deviation over length bars; from the x before the first',
  source: 'Tushar Chande, TASC 3/1992 and 10/1995',
  warmup: (parameters) => barsOf(parameters),
  settling: ({ length }) => 60 * (length + 1),
  compute: (candles, parameters) => {
    const x = sourceOf(candles, parameters.sourceType);
    const bars = barsOf(parameters);
    const speed = parameters.select ? oneSidedness(x, bars) : rollingDeviation(x, bars);
    const alpha = 2 / (parameters.length + 1);
    const value = nanSeries(x.length);
    let last = x[bars - 1];
    for (let i = bars; i < x.length; i++) {
      const next = last + Math.min(alpha * speed[i], 1) * (x[i] - last);
      value[i] = next;
      if (!Number.isNaN(next)) last = next;
    }
    return { value };
  },
});

function barsOf({ length, fixCmo, select }: { length: number; fixCmo: boolean; select: boolean }): number {
  return select && fixCmo ? 9 : length;
}

/** Size of Chande's momentum oscillator as a fraction; 0 without changes. */
function oneSidedness(x: Float64Array, period: number): Float64Array {
  const moves = change(x);
  const total = rollingSum(moves, period);
  for (let i = 0; i < moves.length; i++) moves[i] = Math.abs(moves[i]);
  const way = rollingSum(moves, period);
  for (let i = 0; i < total.length; i++) total[i] = way[i] === 0 ? 0 : Math.abs(total[i]) / way[i];
  return total;
}
