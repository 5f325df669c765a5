import { indicator } from './indicator.ts';
import { firstNumber, nanSeries } from './kernels/series.ts';
import { smoothingMemory } from './kernels/smoothing.ts';
import { between } from './parameters.ts';
import { sourceOf } from './source.ts';

/** Jurik's moving average, as far as its formula is public. */
export const jma = indicator({
  name: 'jma',
  parameters: { period: 7, phase: 50, power: 2, sourceType: 'close' },
  limits: { power: between(0, 100) },
  outputs: ['value'],
  formula:
    'β = 0.45(period − 1)/(0.45(period − 1) + 2), α = β^power, r = phase/100 + 1.5 from 0.5 to 2.5; a = (1 − α)x + α·a, b = (1 − β)(x − a) + β·b, c = (1 − α)²(a + r·b − jma) + α²·c, jma += c; first jma = x, a, b and c begin at 0',
  source: 'everget, Jurik Moving Average (TradingView)',
  warmup: () => 0,
  memory: ({ period, power }) => {
    const beta = jurikBeta(period);
    return 2 * smoothingMemory(1 - beta ** power) + smoothingMemory(1 - beta);
  },
  fades: () => true,
  compute: (candles, { period, phase, power, sourceType }) => ({
    value: jmaOf(sourceOf(candles, sourceType), period, phase, power),
  }),
});

function jmaOf(x: Float64Array, period: number, phase: number, power: number): Float64Array {
  const out = nanSeries(x.length);
  const start = firstNumber(x);
  if (start === x.length) return out;
  const beta = jurikBeta(period);
  const alpha = beta ** power;
  const gain = (1 - alpha) * (1 - alpha);
  const lead = Math.min(2.5, Math.max(0.5, phase / 100 + 1.5));
  let smooth = 0;
  let detail = 0;
  let step = 0;
  let value = x[start];
  out[start] = value;
  for (let i = start + 1; i < x.length; i++) {
    if (Number.isNaN(x[i])) continue;
    smooth = (1 - alpha) * x[i] + alpha * smooth;
    detail = (1 - beta) * (x[i] - smooth) + beta * detail;
    step = gain * (smooth + lead * detail - value) + alpha * alpha * step;
    value += step;
    out[i] = value;
  }
  return out;
}

function jurikBeta(period: number): number {
  const length = 0.45 * (period - 1);
  return length / (length + 2);
}
