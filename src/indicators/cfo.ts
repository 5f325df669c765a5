import { indicator } from './indicator.ts';
import { alongLine, rollingLine } from './kernels/line.ts';
import { sourceOf } from './source.ts';

/** Chande forecast oscillator: distance of the price from the end of its regression line, in percent of the price. */
export const cfo = indicator({
  name: 'cfo',
  parameters: { period: 14, scalar: 100, sourceType: 'close' },
  outputs: ['value'],
  formula: 'scalar·(x − linearreg(x, period))/x; NaN where x is 0',
  source: 'Tushar Chande, The New Technical Trader, 1994',
  warmup: ({ period }) => period - 1,
  memory: ({ period }) => period,
  compute: (candles, { period, scalar, sourceType }) => {
    const x = sourceOf(candles, sourceType);
    const value = alongLine(rollingLine(x, period), (period - 1) / 2);
    for (let i = 0; i < value.length; i++) value[i] = x[i] === 0 ? Number.NaN : (scalar * (x[i] - value[i])) / x[i];
    return { value };
  },
});
