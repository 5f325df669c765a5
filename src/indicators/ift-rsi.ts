import { indicator } from './indicator.ts';
import { linearlyWeightedMean } from './kernels/line.ts';
import { smoothingMemory } from './kernels/smoothing.ts';
import { rsiOf } from './rsi.ts';
import { sourceOf } from './source.ts';

/** Inverse transform of a smoothed rsi. */
export const iftRsi = indicator({
  name: 'iftRsi',
  parameters: { rsiPeriod: 5, wmaPeriod: 9, sourceType: 'close' },
  outputs: ['value'],
  formula: '((2v)² − 1)/((2v)² + 1), v = wma(0.1·(rsi(rsiPeriod) − 50), wmaPeriod)',
  source: 'Jesse, after John Ehlers’ inverse Fisher transform, 2004, which has e^(2v) for (2v)²',
  warmup: ({ rsiPeriod, wmaPeriod }) => rsiPeriod + wmaPeriod - 1,
  memory: ({ rsiPeriod, wmaPeriod }) => smoothingMemory(1 / rsiPeriod) + wmaPeriod + 1,
  fades: () => true,
  compute: (candles, { rsiPeriod, wmaPeriod, sourceType }) => {
    const strength = rsiOf(sourceOf(candles, sourceType), rsiPeriod);
    for (let i = 0; i < strength.length; i++) strength[i] = 0.1 * (strength[i] - 50);
    const value = linearlyWeightedMean(strength, wmaPeriod);
    for (let i = 0; i < value.length; i++) {
      const square = 4 * value[i] * value[i];
      value[i] = (square - 1) / (square + 1);
    }
    return { value };
  },
});
