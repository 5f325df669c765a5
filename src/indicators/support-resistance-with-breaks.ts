import { emaOf } from './ema.ts';
import { indicator } from './indicator.ts';
import { confirmedHighs, confirmedLows, held } from './kernels/pivots.ts';

/** Last pivots as support and resistance, and the candles that break them. */
export const supportResistanceWithBreaks = indicator({
  name: 'supportResistanceWithBreaks',
  parameters: { leftBars: 15, rightBars: 15, volThreshold: 20 },
  outputs: ['support', 'resistance', 'redBreak', 'greenBreak', 'bearWick', 'bullWick'],
  formula:
    'resistance = last high above leftBars before and rightBars after it, support = last such low, NaN before the first; where the close crosses below support: bearWick if open − close < high − open, else redBreak if volume rises; where it crosses above resistance: bullWick if open − low > close − open, else greenBreak if volume rises: 100·(ema(5) − ema(10))/ema(10) of it > volThreshold',
  source:
    'LuxAlgo, Support and Resistance Levels with Breaks, on TradingView. Jesse looks for breaks in the first candle',
  needsCandles: true,
  warmup: ({ leftBars, rightBars }) => leftBars + rightBars,
  compute: ({ open, high, low, close, volume, length }, { leftBars, rightBars, volThreshold }) => {
    const support = held(confirmedLows(low, leftBars, rightBars));
    const resistance = held(confirmedHighs(high, leftBars, rightBars));
    const short = emaOf(volume, 5);
    const long = emaOf(volume, 10);
    const [redBreak, greenBreak] = [new Float64Array(length), new Float64Array(length)];
    const [bearWick, bullWick] = [new Float64Array(length), new Float64Array(length)];
    for (let i = 1; i < length; i++) {
      const isRising = 100 * (short[i] - long[i]) > volThreshold * long[i];
      if (close[i] < support[i] && close[i - 1] >= support[i - 1]) {
        if (open[i] - close[i] < high[i] - open[i]) bearWick[i] = 1;
        else if (isRising) redBreak[i] = 1;
      } else if (close[i] > resistance[i] && close[i - 1] <= resistance[i - 1]) {
        if (open[i] - low[i] > close[i] - open[i]) bullWick[i] = 1;
        else if (isRising) greenBreak[i] = 1;
      }
    }
    return { support, resistance, redBreak, greenBreak, bearWick, bullWick };
  },
});
