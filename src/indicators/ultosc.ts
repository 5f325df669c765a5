import { indicator } from './indicator.ts';
import { rollingSum } from './kernels/rolling.ts';

/** Ultimate oscillator, 0 to 100. */
export const ultosc = indicator({
  name: 'ultosc',
  parameters: { timeperiod1: 7, timeperiod2: 14, timeperiod3: 28 },
  outputs: ['value'],
  formula:
    '100·(4a + 2b + c)/7, each Σ (close − min(low, previous close))/Σ true range over its period, a the first and c the third; no pressure at the first bar; NaN without range',
  source: 'Larry Williams, TASC 4/1985; TA-Lib ULTOSC begins a bar later',
  needsCandles: true,
  warmup: (parameters) => Math.max(...Object.values(parameters)) - 1,
  memory: (parameters) => Math.max(...Object.values(parameters)) + 1,
  compute: ({ high, low, close, length }, { timeperiod1, timeperiod2, timeperiod3 }) => {
    const pressure = new Float64Array(length);
    const range = new Float64Array(length);
    if (length > 0) range[0] = high[0] - low[0];
    for (let i = 1; i < length; i++) {
      const bottom = Math.min(low[i], close[i - 1]);
      pressure[i] = close[i] - bottom;
      range[i] = Math.max(high[i], close[i - 1]) - bottom;
    }
    const periods = [timeperiod1, timeperiod2, timeperiod3];
    const [a, b, c] = periods.map((period) => share(rollingSum(pressure, period), rollingSum(range, period)));
    for (let i = 0; i < length; i++) a[i] = (100 * (4 * a[i] + 2 * b[i] + c[i])) / 7;
    return { value: a };
  },
});

function share(part: Float64Array, whole: Float64Array): Float64Array {
  for (let i = 0; i < part.length; i++) part[i] = whole[i] === 0 ? Number.NaN : part[i] / whole[i];
  return part;
}
