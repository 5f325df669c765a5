import { indicator } from './indicator.ts';
import { delayed, nanSeries } from './kernels/series.ts';
import { smoothingMemory, wilderMean } from './kernels/smoothing.ts';
import { trueRange } from './kernels/true-range.ts';
import { rollingDeviation } from './kernels/variance.ts';
import { whole } from './parameters.ts';
import { sourceOf } from './source.ts';

/** Bars after which the lagged part of `vol` (its slowest wave shrinks by 0.87 a bar) is below the last bit. */
const LAG_MEMORY = 300;

/** Damiani volatmeter: short against long volatility; trade when `vol` is above `anti`. */
export const damianiVolatmeter = indicator({
  name: 'damianiVolatmeter',
  parameters: { visAtr: 13, visStd: 20, sedAtr: 40, sedStd: 100, threshold: 1.4, sourceType: 'close' },
  limits: { visAtr: whole(1), visStd: whole(1), sedAtr: whole(1), sedStd: whole(1) },
  outputs: ['vol', 'anti'],
  formula:
    'vol = atr(visAtr)/atr(sedAtr) + (vol[i−1] − vol[i−3])/2, anti = threshold − deviation(visStd)/deviation(sedStd), deviations of the values before the current one; a ratio to 0 is 0',
  source: 'Luis Guilherme Damiani, Damiani Volatmeter (MetaTrader), 2006',
  needsCandles: true,
  warmup: warmupOf,
  memory: (parameters) =>
    warmupOf(parameters) + smoothingMemory(1 / Math.max(parameters.visAtr, parameters.sedAtr)) + LAG_MEMORY,
  compute: (candles, parameters) => {
    const { visAtr, visStd, sedAtr, sedStd, threshold, sourceType } = parameters;
    const before = delayed(sourceOf(candles, sourceType), 1);
    const range = trueRange(candles);
    const anti = ratio(rollingDeviation(before, visStd), rollingDeviation(before, sedStd));
    const vol = lagged(ratio(wilderMean(range, visAtr), wilderMean(range, sedAtr)), warmupOf(parameters));
    for (let i = 0; i < anti.length; i++) anti[i] = threshold - anti[i];
    return { vol, anti: anti.fill(Number.NaN, 0, warmupOf(parameters)) };
  },
});

interface Lengths {
  readonly visAtr: number;
  readonly visStd: number;
  readonly sedAtr: number;
  readonly sedStd: number;
}

function warmupOf({ visAtr, visStd, sedAtr, sedStd }: Lengths): number {
  return Math.max(sedStd, visStd, visAtr - 1, sedAtr - 1);
}

function ratio(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(a.length);
  for (let i = 0; i < out.length; i++) out[i] = b[i] === 0 ? 0 : a[i] / b[i];
  return out;
}

function lagged(ratios: Float64Array, from: number): Float64Array {
  const out = nanSeries(ratios.length);
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
