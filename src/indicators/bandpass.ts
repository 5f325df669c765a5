import { highPassOf } from './high-pass.ts';
import { indicator } from './indicator.ts';
import { bandPassed } from './kernels/band.ts';
import { signOfDifference } from './kernels/series.ts';
import { smoothingMemory } from './kernels/smoothing.ts';
import { between, whole } from './parameters.ts';
import { sourceOf } from './source.ts';

/** Decay a bar of the measured height, by which Ehlers scales waves to −1 ... 1. */
const HEIGHT_DECAY = 0.991;

/** Ehlers' band-pass filter: waves about `period` long. */
export const bandpass = indicator({
  name: 'bandpass',
  parameters: { period: 20, bandwidth: 0.3, sourceType: 'close' },
  limits: { period: whole(5), bandwidth: between(0.01, 1) },
  outputs: ['bp', 'bpNormalized', 'signal', 'trigger'],
  formula:
    'hp = highPass(4·period/bandwidth), bp = (1 − α)/2·(hp[i] − hp[i−2]) + β(1 + α)·bp[i−1] − α·bp[i−2], β = cos(2π/period), γ = cos(2π·bandwidth/period), α = 1/γ − √(1/γ² − 1); bpNormalized = bp/height, height = max(|bp|, 0.991·height); trigger = highPass(bpNormalized, period/bandwidth/1.5); signal = 1 below the trigger, −1 above',
  source: 'John Ehlers, Cycle Analytics for Traders, 2013, chapter 5; begins at the first values as Jesse does',
  warmup: () => 0,
  memory: ({ period, bandwidth }) =>
    smoothingMemory((2 * Math.PI * bandwidth) / period / 4) + smoothingMemory(1 - HEIGHT_DECAY),
  fades: () => true,
  compute: (candles, { period, bandwidth, sourceType }) => {
    const hp = highPassOf(sourceOf(candles, sourceType), (4 * period) / bandwidth);
    const bp = bandOf(hp, period, bandwidth);
    const bpNormalized = scaledToHeight(bp);
    const trigger = highPassOf(bpNormalized, period / bandwidth / 1.5);
    return { bp, bpNormalized, signal: signOfDifference(trigger, bpNormalized), trigger };
  },
});

function bandOf(hp: Float64Array, period: number, bandwidth: number): Float64Array {
  const gamma = Math.cos((2 * Math.PI * bandwidth) / period);
  const alpha = 1 / gamma - Math.sqrt(1 / (gamma * gamma) - 1);
  return bandPassed(hp, period, alpha, hp.slice());
}

function scaledToHeight(waves: Float64Array): Float64Array {
  const out = new Float64Array(waves.length);
  let height = 0;
  for (let i = 0; i < out.length; i++) {
    height = Math.max(Math.abs(waves[i]), HEIGHT_DECAY * height);
    out[i] = height === 0 ? 0 : waves[i] / height;
  }
  return out;
}
