import { indicator } from './indicator.ts';
import { rollingLine } from './kernels/line.ts';
import { whole } from './parameters.ts';
import { sourceOf } from './source.ts';

/** Ehlers' centre of gravity: the balance point of the last values, taken as weights on a beam. */
export const cg = indicator({
  name: 'cg',
  parameters: { period: 10, sourceType: 'close' },
  limits: { period: whole(2) },
  outputs: ['value'],
  formula: '−Σ (1 + age)·x/Σ x over the last period − 1 values, 0 where Σ x is 0; NaN in the first period + 1 bars',
  source: 'John Ehlers, The Center of Gravity Oscillator, 2002; one value fewer, as in Jesse',
  warmup: ({ period }) => period + 1,
  memory: ({ period }) => period + 1,
  compute: (candles, { period, sourceType }) => {
    const count = period - 1;
    const { mean, slope } = rollingLine(sourceOf(candles, sourceType), count);
    const spread = (count * count - 1) / 12;
    for (let i = 0; i < mean.length; i++) {
      mean[i] = mean[i] === 0 ? 0 : (spread * slope[i]) / mean[i] - (count + 1) / 2;
    }
    return { value: mean.fill(Number.NaN, 0, period + 1) };
  },
});
