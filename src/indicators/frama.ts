import type { CandleColumns } from '../model/candle.ts';
import { indicator } from './indicator.ts';
import { highest, lowest } from './kernels/rolling.ts';
import { difference, nanSeries } from './kernels/series.ts';
import { smoothingMemory } from './kernels/smoothing.ts';
import { whole } from './parameters.ts';

/** Ehlers' fractal adaptive moving average. */
export const frama = indicator({
  name: 'frama',
  parameters: { window: 10, fc: 1, sc: 300 },
  limits: { window: whole(2), fc: whole(1), sc: whole(2) },
  outputs: ['value'],
  formula:
    'D = log2((r1 + r2)/r3), the ranges a bar of both halves of the window bars before, and of all; a = e^(ln(2/(sc + 1))·(D − 1)) from 0.1 to 1, α = 2/(n + 1), n = (sc − fc)·(2/a − 2)/(sc − 1) + fc; frama += α(close − frama), first = mean of window closes',
  source: 'John Ehlers, FRAMA, 2005; Modified FRAMA, ProRealCode. An odd window becomes the next even one',
  needsCandles: true,
  warmup: ({ window }) => evenOf(window) - 1,
  memory: ({ window, sc }) => window + smoothingMemory(2 / (sc + 1)),
  fades: () => true,
  compute: (candles, { window, fc, sc }) => ({ value: framaOf(candles, evenOf(window), fc, sc) }),
});

function framaOf(candles: CandleColumns, window: number, fc: number, sc: number): Float64Array {
  const { close, length } = candles;
  const out = nanSeries(length);
  if (length < window) return out;
  const half = window / 2;
  const halfRange = rangeOf(candles, half);
  const wholeRange = rangeOf(candles, window);
  let value = 0;
  for (let i = 0; i < window; i++) value += close[i] / window;
  out[window - 1] = value;
  let dimension = 1;
  for (let i = window; i < length; i++) {
    const older = halfRange[i - 1 - half];
    const newer = halfRange[i - 1];
    if (older > 0 && newer > 0) dimension = Math.log2((2 * (older + newer)) / wholeRange[i - 1]);
    value += alphaOf(dimension, fc, sc) * (close[i] - value);
    out[i] = value;
  }
  return out;
}

function rangeOf({ high, low }: CandleColumns, period: number): Float64Array {
  return difference(highest(high, period), lowest(low, period));
}

function alphaOf(dimension: number, fc: number, sc: number): number {
  const plain = Math.exp(Math.log(2 / (sc + 1)) * (dimension - 1));
  const alpha = Math.min(1, Math.max(0.1, plain));
  const length = ((sc - fc) * (2 / alpha - 2)) / (sc - 1) + fc;
  return Math.min(1, Math.max(2 / (sc + 1), 2 / (length + 1)));
}

function evenOf(window: number): number {
  return window + (window % 2);
}
