import { indicator } from './indicator.ts';
import { nanSeries } from './kernels/series.ts';
import { between } from './parameters.ts';
import { sourceOf } from './source.ts';

/** Ehlers' MESA adaptive moving average and the average following it. */
export const mama = indicator({
  name: 'mama',
  parameters: { fastlimit: 0.5, slowlimit: 0.05, sourceType: 'close' },
  limits: { fastlimit: between(0.01, 0.99), slowlimit: between(0.01, 0.99) },
  outputs: ['mama', 'fama'],
  formula:
    'mama += a·(x − mama), fama += a/2·(mama − fama), a = fastlimit/fall of the Hilbert transform’s phase in degrees a bar (at least 1), not below slowlimit; both from the first x',
  source: 'John F. Ehlers, MESA Adaptive Moving Averages, TASC 9/2001; TA-Lib MAMA',
  warmup: () => 32,
  compute: (candles, { fastlimit, slowlimit, sourceType }) => {
    const x = sourceOf(candles, sourceType);
    const phase = phaseOf(x);
    const [mama, fama] = [nanSeries(x.length), nanSeries(x.length)];
    let [fast, slow] = [x[0], x[0]];
    for (let i = 1; i < x.length; i++) {
      if (Number.isNaN(x[i])) continue;
      const alpha = Math.max(fastlimit / Math.max(phase[i - 1] - phase[i], 1), slowlimit);
      fast += alpha * (x[i] - fast);
      slow += (alpha / 2) * (fast - slow);
      if (i < 32) continue;
      mama[i] = fast;
      fama[i] = slow;
    }
    return { mama, fama };
  },
});

/** Phase of the dominant cycle in degrees, by a homodyne discriminator. What lies before the first value is equal to it. */
function phaseOf(x: Float64Array): Float64Array {
  const [smooth, detrended] = [new Float64Array(x.length), new Float64Array(x.length)];
  const [inPhase, quadrature] = [new Float64Array(x.length), new Float64Array(x.length)];
  const phase = new Float64Array(x.length);
  let [i2, q2, real, imaginary, period] = [0, 0, 0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const gain = 0.075 * period + 0.54;
    smooth[i] = 0.4 * x[i] + 0.3 * x[back(i, 1)] + 0.2 * x[back(i, 2)] + 0.1 * x[back(i, 3)];
    detrended[i] = gain * hilbert(smooth, i);
    inPhase[i] = detrended[back(i, 3)];
    quadrature[i] = gain * hilbert(detrended, i);
    const nextI2 = 0.2 * (inPhase[i] - gain * hilbert(quadrature, i)) + 0.8 * i2;
    const nextQ2 = 0.2 * (quadrature[i] + gain * hilbert(inPhase, i)) + 0.8 * q2;
    const nextReal = 0.2 * (nextI2 * i2 + nextQ2 * q2) + 0.8 * real;
    const nextImaginary = 0.2 * (nextI2 * q2 - nextQ2 * i2) + 0.8 * imaginary;
    phase[i] = inPhase[i] === 0 ? 0 : Math.atan(quadrature[i] / inPhase[i]) * (180 / Math.PI);
    if (Number.isNaN(nextReal)) continue;
    [i2, q2, real, imaginary] = [nextI2, nextQ2, nextReal, nextImaginary];
    period = 0.8 * period + 0.2 * cycleOf(real, imaginary, period);
  }
  return phase;
}

/** The cycle that turns by this angle in a bar: not far from the last one, of 6 to 50 bars. */
function cycleOf(real: number, imaginary: number, last: number): number {
  const cycle = real === 0 || imaginary === 0 ? last : (2 * Math.PI) / Math.atan(imaginary / real);
  const near = Math.max(Math.min(cycle, 1.5 * last), 0.67 * last);
  return Math.min(Math.max(near, 6), 50);
}

function hilbert(x: Float64Array, i: number): number {
  return 0.0962 * (x[i] - x[back(i, 6)]) + 0.5769 * (x[back(i, 2)] - x[back(i, 4)]);
}

function back(i: number, bars: number): number {
  return i < bars ? 0 : i - bars;
}
