import { indicator } from './indicator.ts';
import { rollingSum } from './kernels/rolling.ts';
import { nanSeries } from './kernels/series.ts';
import { trueRange } from './kernels/true-range.ts';

/** Vortex indicator. */
export const vi = indicator({
  name: 'vi',
  parameters: { period: 14 },
  outputs: ['plus', 'minus'],
  formula:
    'plus = Σ |high − previous low|/Σ true range, minus = Σ |low − previous high|/Σ true range over period candles; NaN without range',
  source: 'Etienne Botes and Douglas Siepman, TASC 1/2010',
  needsCandles: true,
  warmup: ({ period }) => period,
  memory: ({ period }) => period + 1,
  compute: (candles, { period }) => {
    const { high, low, length } = candles;
    const up = nanSeries(length);
    const down = nanSeries(length);
    for (let i = 1; i < length; i++) {
      up[i] = Math.abs(high[i] - low[i - 1]);
      down[i] = Math.abs(low[i] - high[i - 1]);
    }
    const range = rollingSum(trueRange(candles), period);
    const plus = rollingSum(up, period);
    const minus = rollingSum(down, period);
    for (let i = 0; i < length; i++) {
      if (range[i] === 0) range[i] = Number.NaN;
      plus[i] /= range[i];
      minus[i] /= range[i];
    }
    return { plus, minus };
  },
});
