import { emaMemory, emaOf } from './ema.ts';
import { indicator } from './indicator.ts';
import { between } from './parameters.ts';
import { sourceOf } from './source.ts';

/** Tillson's T3: a triple generalized exponential average. */
export const t3 = indicator({
  name: 't3',
  parameters: { period: 5, vfactor: 0, sourceType: 'close' },
  limits: { vfactor: between(-10, 10) },
  outputs: ['value'],
  formula:
    '−v³·e6 + 3(v² + v³)·e5 − 3(2v² + v + v³)·e4 + (1 + 3v + 3v² + v³)·e3, v = vfactor, e1 = ema(period) of x, each next e = ema of the one before',
  source: 'Tim Tillson, TASC 1/1998; TA-Lib T3 begins later, and its vfactor is 0.7 by default',
  warmup: () => 0,
  memory: ({ period }) => 2 * emaMemory(period),
  fades: () => true,
  compute: (candles, { period, vfactor: v, sourceType }) => {
    const e2 = emaOf(emaOf(sourceOf(candles, sourceType), period), period);
    const e3 = emaOf(e2, period);
    const e4 = emaOf(e3, period);
    const e5 = emaOf(e4, period);
    const value = emaOf(e5, period);
    const [square, cube] = [v * v, v * v * v];
    const [w5, w4, w3] = [3 * (square + cube), -3 * (2 * square + v + cube), 1 + 3 * v + 3 * square + cube];
    for (let i = 0; i < value.length; i++) value[i] = w5 * e5[i] + w4 * e4[i] + w3 * e3[i] - cube * value[i];
    return { value };
  },
});
