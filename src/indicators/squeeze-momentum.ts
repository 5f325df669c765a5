import type { CandleColumns } from '../model/candle.ts';
import { indicator } from './indicator.ts';
import { highest, lowest, rollingMean } from './kernels/rolling.ts';
import { trueRange } from './kernels/true-range.ts';
import { rollingDeviation } from './kernels/variance.ts';
import { linearregOf } from './linearreg.ts';
import { whole } from './parameters.ts';

/** Squeeze momentum: the place of Bollinger bands against Keltner channels, and the direction of the price. */
export const squeezeMomentum = indicator({
  name: 'squeezeMomentum',
  parameters: { length: 20, mult: 2, lengthKc: 20, multKc: 1.5 },
  limits: { lengthKc: whole(1) },
  outputs: ['squeeze', 'momentum', 'momentumSignal'],
  formula:
    'squeeze = −1 if sma(length) ± multKc·deviation(length) lies within sma(lengthKc) ± multKc·sma(lengthKc) of the true range, 1 if around it, else 0; momentum = linearreg(lengthKc) of close − ((highest high + lowest low)/2 + sma)/2 over lengthKc, of close alone in the first lengthKc − 1 bars; momentumSignal = above 0: 1 rising, 2 falling; else: −1 falling, −2 rising; 0 and −2 until there are values',
  source: 'LazyBear, Squeeze Momentum Indicator, on TradingView, which has no use for mult either',
  needsCandles: true,
  warmup: ({ lengthKc }) => lengthKc - 1,
  memory: ({ length, lengthKc }) => Math.max(length, 2 * lengthKc),
  readsAllBars: true,
  compute: (candles, { length, lengthKc, multKc }) => {
    const mean = rollingMean(candles.close, lengthKc);
    const momentum = momentumOf(candles, mean, lengthKc);
    const momentumSignal = new Float64Array(candles.length);
    for (let i = 0; i < momentum.length; i++) momentumSignal[i] = signalOf(momentum[i], momentum[i - 1]);
    return { squeeze: squeezeOf(candles, mean, length, lengthKc, multKc), momentum, momentumSignal };
  },
});

function squeezeOf(candles: CandleColumns, channel: Float64Array, length: number, lengthKc: number, mult: number) {
  const deviation = rollingDeviation(candles.close, length);
  const range = rollingMean(trueRange(candles), lengthKc);
  const band = length === lengthKc ? channel : rollingMean(candles.close, length);
  const squeeze = new Float64Array(candles.length);
  for (let i = 0; i < squeeze.length; i++) {
    const above = band[i] + mult * deviation[i] - (channel[i] + mult * range[i]);
    const below = channel[i] - mult * range[i] - (band[i] - mult * deviation[i]);
    if (above < 0 && below < 0) squeeze[i] = -1;
    else if (above > 0 && below > 0) squeeze[i] = 1;
  }
  return squeeze;
}

function momentumOf({ high, low, close, length }: CandleColumns, mean: Float64Array, period: number): Float64Array {
  const top = highest(high, period);
  const bottom = lowest(low, period);
  for (let i = 0; i < length; i++) {
    const middle = i < period - 1 ? 0 : ((top[i] + bottom[i]) / 2 + mean[i]) / 2;
    top[i] = close[i] - middle;
  }
  return linearregOf(top, period);
}

function signalOf(momentum: number, before: number): number {
  if (momentum > 0) return momentum > before ? 1 : 2;
  return momentum < before ? -1 : -2;
}
