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
    'mama += a·(x − mama), fama += a/2·(mama − fama), both from 0 at the first bar; a = fastlimit/fall of the Hilbert transform’s phase in degrees a bar (at least 1), from slowlimit to fastlimit',
  source: 'John F. Ehlers, MESA Adaptive Moving Averages, TASC 9/2001; begins at 0 as Jesse does',
  warmup: () => 0,
  compute: (candles, { fastlimit, slowlimit, sourceType }) => {
    const x = sourceOf(candles, sourceType);
    const phase = phaseOf(x);
    const mama = nanSeries(x.length);
    const fama = nanSeries(x.length);
    let fast = 0;
    let slow = 0;
    for (let i = 0; i < x.length; i++) {
      if (Number.isNaN(x[i])) continue;
      if (i > 0) {
        const alpha = Math.max(fastlimit / Math.max(phase[i - 1] - phase[i], 1), slowlimit);
        fast += Math.min(alpha, fastlimit) * (x[i] - fast);
        slow += (Math.min(alpha, fastlimit) / 2) * (fast - slow);
      }
      mama[i] = fast;
      fama[i] = slow;
    }
    return { mama, fama };
  },
});

/** Bars back that the Hilbert transform reads. */
const LOOKBACK = 6;

/**
 * Measures the phase of the dominant cycle in degrees, by a homodyne discriminator. Prices before the first are equal
 * to it.
 */
function phaseOf(x: Float64Array): Float64Array {
  const smooth = smoothedBehind(x);
  const detrended = new Float64Array(smooth.length);
  const inPhase = new Float64Array(smooth.length);
  const quadrature = new Float64Array(smooth.length);
  const phase = new Float64Array(x.length);
  let i2 = 0;
  let q2 = 0;
  let real = 0;
  let imaginary = 0;
  let period = 0;
  for (let i = LOOKBACK + 1; i < smooth.length; i++) {
    const gain = 0.075 * period + 0.54;
    detrended[i] = gain * hilbert(smooth, i);
    inPhase[i] = detrended[i - 3];
    quadrature[i] = gain * hilbert(detrended, i);
    phase[i - LOOKBACK] = inPhase[i] === 0 ? 0 : Math.atan(quadrature[i] / inPhase[i]) * (180 / Math.PI);
    const nextI2 = 0.2 * (inPhase[i] - gain * hilbert(quadrature, i)) + 0.8 * i2;
    const nextQ2 = 0.2 * (quadrature[i] + gain * hilbert(inPhase, i)) + 0.8 * q2;
    if (Number.isNaN(nextI2 + nextQ2)) continue;
    real += 0.2 * (nextI2 * i2 + nextQ2 * q2 - real);
    imaginary += 0.2 * (nextI2 * q2 - nextQ2 * i2 - imaginary);
    i2 = nextI2;
    q2 = nextQ2;
    period += 0.2 * (cycleOf(real, imaginary, period) - period);
  }
  return phase;
}

/** Takes the weighted mean of four values from the second bar on, behind `LOOKBACK` zeros. */
function smoothedBehind(x: Float64Array): Float64Array {
  const out = new Float64Array(x.length + LOOKBACK);
  const at = (bar: number): number => x[Math.max(bar, 0)];
  for (let i = 1; i < x.length; i++) {
    out[i + LOOKBACK] = 0.4 * x[i] + 0.3 * at(i - 1) + 0.2 * at(i - 2) + 0.1 * at(i - 3);
  }
  return out;
}

/** Turns the angle of a bar into a cycle of 6 to 50 bars that is not far from the last one. */
function cycleOf(real: number, imaginary: number, last: number): number {
  const cycle = real === 0 || imaginary === 0 ? last : (2 * Math.PI) / Math.atan(imaginary / real);
  const near = Math.max(Math.min(cycle, 1.5 * last), 0.67 * last);
  return Math.min(Math.max(near, 6), 50);
}

function hilbert(x: Float64Array, i: number): number {
  return 0.0962 * (x[i] - x[i - 6]) + 0.5769 * (x[i - 2] - x[i - 4]);
}
