import { indicator } from './indicator.ts';
import { weightedMean } from './kernels/weighted.ts';
import { sourceOf } from './source.ts';

/** Moving average weighted by a row of Pascal's triangle. */
export const pwma = indicator({
  name: 'pwma',
  parameters: { period: 5, sourceType: 'close' },
  outputs: ['value'],
  formula: 'mean of the last period values, weight of the k-th of them the binomial coefficient (period − 1 over k)',
  source: 'Jesse; pandas-ta PWMA',
  warmup: ({ period }) => period - 1,
  memory: ({ period }) => period,
  compute: (candles, { period, sourceType }) => ({ value: pwmaOf(sourceOf(candles, sourceType), period) }),
});

function pwmaOf(x: Float64Array, period: number): Float64Array {
  const row = pascalRow(Math.min(period, x.length));
  return weightedMean(x, period, (age) => row[age]);
}

/** Builds a row of the triangle outwards from its middle, relative to it: long rows cannot overflow. */
function pascalRow(length: number): Float64Array {
  const row = new Float64Array(length);
  const middle = Math.floor(length / 2);
  row[middle] = 1;
  for (let k = middle; k < length - 1; k++) row[k + 1] = (row[k] * (length - 1 - k)) / (k + 1);
  for (let k = middle; k > 0; k--) row[k - 1] = (row[k] * k) / (length - k);
  return row;
}
