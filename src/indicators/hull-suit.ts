import { emaMemory, emaOf } from './ema.ts';
import { indicator } from './indicator.ts';
import { linearlyWeightedMean } from './kernels/line.ts';
import { delayed, nanSeries } from './kernels/series.ts';
import { between, HULL_MODES, type HullMode, oneOf } from './parameters.ts';
import { sourceOf } from './source.ts';

/** Bars between both outputs, which begin after as many. */
const LAG = 2;

/** InSilico's Hull suite: a Hull average now and two bars ago, and the side of the higher one. */
export const hullSuit = indicator({
  name: 'hullSuit',
  parameters: { modeSwitch: 'Hma', length: 55, lengthMult: 1, sourceType: 'close' },
  limits: { modeSwitch: oneOf(...HULL_MODES), lengthMult: between(0.001, 1000) },
  outputs: ['sHull', 'mHull', 'signal'],
  formula:
    'n = ⌊length·lengthMult⌋; Hma: wma(2·wma(n/2) − wma(n), round √n), Ehma: the same with ema, Thma: wma(3·wma(n/6) − wma(n/4) − wma(n/2), n/2); mHull = it, sHull = it two bars ago, signal = 1 (buy) when sHull < mHull, else −1 (sell), also before there are averages',
  source: 'InSilico, Hull Suite (TradingView)',
  warmup: ({ modeSwitch, length, lengthMult }) => {
    if (modeSwitch === 'Ehma') return LAG;
    const [slow, smooth] = lengthsOf(modeSwitch, length * lengthMult);
    return slow + smooth;
  },
  memory: ({ modeSwitch, length, lengthMult }) => {
    const [slow, smooth] = lengthsOf(modeSwitch, length * lengthMult);
    return modeSwitch === 'Ehma' ? emaMemory(slow) + emaMemory(smooth) + 2 : slow + smooth + 1;
  },
  fades: ({ modeSwitch }) => modeSwitch === 'Ehma',
  compute: (candles, { modeSwitch, length, lengthMult, sourceType }) => {
    const mHull = hullOf(sourceOf(candles, sourceType), modeSwitch, length * lengthMult);
    const sHull = delayed(mHull, LAG);
    mHull.fill(Number.NaN, 0, LAG);
    return { sHull, mHull, signal: sidesOf(sHull, mHull) };
  },
});

function sidesOf(before: Float64Array, now: Float64Array): Float64Array {
  const out = nanSeries(now.length);
  for (let i = LAG; i < out.length; i++) out[i] = before[i] < now[i] ? 1 : -1;
  return out;
}

/** Rounded down, at least 1. */
function part(length: number): number {
  return Math.max(1, Math.floor(length));
}

/** The longest average of the price and the one over the difference. */
function lengthsOf(mode: HullMode, length: number): readonly [slow: number, smooth: number] {
  const whole = part(length);
  return mode === 'Thma' ? [part(whole / 2), part(whole / 2)] : [whole, Math.round(Math.sqrt(whole))];
}

function hullOf(x: Float64Array, mode: HullMode, length: number): Float64Array {
  const average = mode === 'Ehma' ? emaOf : linearlyWeightedMean;
  const [slow, smooth] = lengthsOf(mode, length);
  const isTriple = mode === 'Thma';
  const fast = average(x, part(part(length) / (isTriple ? 6 : 2)));
  const middle = isTriple ? average(x, part(part(length) / 4)) : new Float64Array(x.length);
  const long = average(x, slow);
  const weight = isTriple ? 3 : 2;
  for (let i = 0; i < x.length; i++) fast[i] = weight * fast[i] - middle[i] - long[i];
  return average(fast, smooth);
}
