import { indicator } from './indicator.ts';
import { delayed } from './kernels/series.ts';
import { rollingDeviation } from './kernels/variance.ts';
import { weightedSum } from './kernels/weighted.ts';
import { whole } from './parameters.ts';
import { sourceOf } from './source.ts';

/** Ehlers' correlation cycle: the phase of the price in a wave of `period` bars, and the sign of a steady phase. */
export const correlationCycle = indicator({
  name: 'correlationCycle',
  parameters: { period: 20, threshold: 9, sourceType: 'close' },
  limits: { period: whole(3) },
  outputs: ['real', 'imag', 'angle', 'state'],
  formula:
    'real, imag = Pearson’s r of the period values before the current one with cos and −sin of 2π·age/period; angle = 90° + atan(real/imag), −180° if imag > 0, that of one bar before where it would turn back by less than 270°; state = ±1, the sign of an angle that moved less than threshold since the bar before, else 0; no r of flat values',
  source: 'John Ehlers, Technical Analysis of Stocks & Commodities, June 2020; without the current value, as in Jesse',
  warmup: ({ period }) => period,
  memory: ({ period }) => period + 2,
  compute: (candles, { period, threshold, sourceType }) => {
    const x = delayed(sourceOf(candles, sourceType), 1);
    const deviation = rollingDeviation(x, period);
    const real = correlationWith(x, deviation, period, (turn) => Math.cos(turn));
    const imag = correlationWith(x, deviation, period, (turn) => -Math.sin(turn));
    return { real, imag, ...angleAndState(angleOf(real, imag), threshold) };
  },
});

/** Over a full wave its mean is 0 and its mean square a half. */
function correlationWith(
  x: Float64Array,
  deviation: Float64Array,
  period: number,
  wave: (turn: number) => number,
): Float64Array {
  const scale = Math.SQRT2 / period;
  const weights = Float64Array.from(
    { length: Math.min(period, x.length + 1) },
    (_, k) => scale * wave((2 * Math.PI * (period - k)) / period),
  );
  const out = weightedSum(x, weights);
  for (let i = 0; i < out.length; i++) out[i] = deviation[i] === 0 ? Number.NaN : out[i] / deviation[i];
  return out;
}

/** In degrees, −180 to 180. */
function angleOf(real: Float64Array, imag: Float64Array): Float64Array {
  const out = new Float64Array(real.length);
  for (let i = 0; i < out.length; i++) {
    const angle = imag[i] === 0 ? 0 : 90 + (Math.atan(real[i] / imag[i]) * 180) / Math.PI;
    out[i] = imag[i] > 0 ? angle - 180 : angle;
  }
  return out;
}

function angleAndState(turned: Float64Array, threshold: number): Readonly<Record<'angle' | 'state', Float64Array>> {
  const angle = turned.slice();
  const state = new Float64Array(turned.length);
  for (let i = 1; i < angle.length; i++) {
    const before = turned[i - 1];
    if (before > angle[i] && before - angle[i] < 270) angle[i] = before;
    if (Math.abs(angle[i] - angle[i - 1]) < threshold) state[i] = angle[i] >= 0 ? 1 : -1;
  }
  return { angle, state };
}
