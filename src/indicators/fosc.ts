import { indicator } from './indicator.ts';
import { alongLine, rollingLine } from './kernels/line.ts';
import { zeroUntil } from './kernels/series.ts';
import { sourceOf } from './source.ts';

/** Forecast oscillator: distance of the price from the end of its regression line, in percent. */
export const fosc = indicator({
  name: 'fosc',
  parameters: { period: 5, sourceType: 'close' },
  outputs: ['value'],
  formula:
    '100·(x − linreg)/x, linreg the end of the line through the last period values; 0 where x is 0 and until there are period values',
  source: 'Jesse; Tulip Indicators fosc takes the forecast of one bar before instead of the line’s end',
  differs:
    'Jesse sums from the first candle on, and loses digits with every candle; here each window has its own sums.',
  warmup: () => 0,
  memory: ({ period }) => period,
  compute: (candles, { period, sourceType }) => {
    const x = sourceOf(candles, sourceType);
    const value = alongLine(rollingLine(x, period), (period - 1) / 2);
    for (let i = 0; i < value.length; i++) value[i] = x[i] === 0 ? 0 : (100 * (x[i] - value[i])) / x[i];
    return { value: zeroUntil(value, period - 1) };
  },
});
