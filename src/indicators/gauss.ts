import { indicator } from './indicator.ts';
import { firstNumber, nanSeries } from './kernels/series.ts';
import { smoothingMemory } from './kernels/smoothing.ts';
import { whole } from './parameters.ts';
import { sourceOf } from './source.ts';

/** Jesse's formula for the stages ends here; with more poles only the weight changes. */
const MOST_STAGES = 4;

/** Ehlers' Gaussian filter: an exponential smoothing, repeated. */
export const gauss = indicator({
  name: 'gauss',
  parameters: { period: 14, poles: 4, sourceType: 'close' },
  limits: { poles: whole(1), period: whole(2) },
  outputs: ['value'],
  formula:
    'poles (at most 4) times g += α·(x − g) from g = 0, α = −β + √(β² + 2β), β = (1 − cos(2π/period))/(2^(1/poles) − 1)',
  source: 'John Ehlers, Rocket Science for Traders, 2001, chapter 15; begins at 0 as Jesse does',
  warmup: () => 0,
  memory: ({ period, poles }) => 2 * smoothingMemory(gaussAlpha(period, poles)),
  fades: () => true,
  compute: (candles, { period, poles, sourceType }) => ({
    value: gaussOf(sourceOf(candles, sourceType), period, poles),
  }),
});

function gaussOf(x: Float64Array, period: number, poles: number): Float64Array {
  const out = nanSeries(x.length);
  const start = firstNumber(x);
  if (start === x.length) return out;
  const alpha = gaussAlpha(period, poles);
  const stages = new Float64Array(Math.min(poles, MOST_STAGES));
  for (let i = start; i < x.length; i++) {
    let value = x[i];
    if (Number.isNaN(value)) continue;
    for (let pole = 0; pole < stages.length; pole++) {
      stages[pole] += alpha * (value - stages[pole]);
      value = stages[pole];
    }
    out[i] = value;
  }
  return out;
}

function gaussAlpha(period: number, poles: number): number {
  const beta = (1 - Math.cos((2 * Math.PI) / period)) / (2 ** (1 / poles) - 1);
  return -beta + Math.sqrt(beta * beta + 2 * beta);
}
