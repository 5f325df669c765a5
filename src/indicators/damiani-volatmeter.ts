import { indicator } from './indicator.ts';
import { delayed, zeroUntil } from './kernels/series.ts';
import { smoothingMemory, wilderMean } from './kernels/smoothing.ts';
import { trueRange } from './kernels/true-range.ts';
import { rollingDeviation } from './kernels/variance.ts';
import { whole } from './parameters.ts';
import { sourceOf } from './source.ts';

/** Bars after which the lagged part of `vol` counts no more: its slowest wave shrinks by 0.87 a bar. */
const LAG_MEMORY = 300;

/** Damiani volatmeter: short against long volatility; trade when `vol` is above `anti`. */
export const damianiVolatmeter = indicator({
  name: 'damianiVolatmeter',
  parameters: { visAtr: 13, visStd: 20, sedAtr: 40, sedStd: 100, threshold: 1.4, sourceType: 'close' },
  limits: { visAtr: whole(1), visStd: whole(1), sedAtr: whole(1), sedStd: whole(1) },
  outputs: ['vol', 'anti'],
  formula:
    'vol = atr(visAtr)/atr(sedAtr) + (vol[i−1] − vol[i−3])/2, anti = threshold − deviation(visStd)/deviation(sedStd), deviations of the values before the current one; both 0 in the first sedStd bars; a ratio to 0, or to no value yet, is 0',
  source: 'Luis Guilherme Damiani, Damiani Volatmeter (MetaTrader), 2006',
  differs: 'Jesse keeps running sums of squares, and loses digits; here each window has its own.',
  needsCandles: true,
  warmup: () => 0,
  memory: ({ visAtr, visStd, sedAtr, sedStd }) =>
    Math.max(visStd, sedStd) + smoothingMemory(1 / Math.max(visAtr, sedAtr)) + LAG_MEMORY,
  fades: () => true,
  compute: (candles, parameters) => {
    const { visAtr, visStd, sedAtr, sedStd, threshold, sourceType } = parameters;
    const before = delayed(sourceOf(candles, sourceType), 1);
    const range = trueRange(candles);
    const anti = ratio(rollingDeviation(before, visStd), rollingDeviation(before, sedStd));
    const vol = lagged(ratio(wilderMean(range, visAtr), wilderMean(range, sedAtr)), sedStd);
    for (let i = 0; i < anti.length; i++) anti[i] = threshold - anti[i];
    return { vol, anti: zeroUntil(anti, sedStd) };
  },
});

/** A ratio to 0, or to an average that has no value yet, is 0. */
function ratio(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(a.length);
  for (let i = 0; i < out.length; i++) out[i] = b[i] === 0 ? 0 : a[i] / b[i];
  return out;
}

function lagged(ratios: Float64Array, from: number): Float64Array {
  const out = new Float64Array(ratios.length);
  let one = 0;
  let two = 0;
  let three = 0;
  for (let i = from; i < out.length; i++) {
    out[i] = ratios[i] + (one - three) / 2;
    three = two;
    two = one;
    one = out[i];
  }
  return out;
}
