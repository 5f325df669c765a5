import { indicator } from './indicator.ts';
import { highest, rollingMean } from './kernels/rolling.ts';
import { sourceOf } from './source.ts';

/** Ulcer index: depth and length of drawdowns. */
export const ui = indicator({
  name: 'ui',
  parameters: { period: 14, scalar: 100, sourceType: 'close' },
  outputs: ['value'],
  formula:
    '√(mean of d² over period bars), d = scalar·(x − highest)/highest of the last period values; 0 where highest is 0',
  source: 'Peter Martin and Byron McCann, The Investor’s Guide to Fidelity Funds, 1989',
  warmup: ({ period }) => 2 * (period - 1),
  memory: ({ period }) => 2 * period - 1,
  compute: (candles, { period, scalar, sourceType }) => {
    const x = sourceOf(candles, sourceType);
    const squares = highest(x, period);
    for (let i = 0; i < x.length; i++) {
      const top = squares[i];
      squares[i] = top === 0 ? 0 : ((scalar * (x[i] - top)) / top) ** 2;
    }
    const value = rollingMean(squares, period);
    for (let i = 0; i < value.length; i++) value[i] = Math.sqrt(value[i]);
    return { value };
  },
});
