import type { CandleColumns } from '../model/candle.ts';
import { emaOf } from './ema.ts';
import { indicator } from './indicator.ts';
import { confirmedHighs, confirmedLows, held } from './kernels/pivots.ts';
import { oneOf } from './parameters.ts';

/** Last pivots as support and resistance, and the candles that break them. */
export const supportResistanceWithBreaks = indicator({
  name: 'supportResistanceWithBreaks',
  parameters: { leftBars: 15, rightBars: 15, volThreshold: 20, breaksBy: 'first' },
  limits: { breaksBy: oneOf('first', 'newest') },
  outputs: ['support', 'resistance', 'redBreak', 'greenBreak', 'bearWick', 'bullWick'],
  sparse: ['support', 'resistance'],
  formula:
    'resistance = last high above leftBars before and rightBars after it, support = last such low, NaN before the first. A close below support: bearWick if open − close < high − open, else redBreak if volume rises; a close above resistance: bullWick if open − low > close − open, else greenBreak if volume rises: 100·(ema(5) − ema(10))/ema(10) of it > volThreshold. breaksBy newest: at the candle whose close crosses the level; first: the close of the very first candle, held against the levels of each',
  source:
    'LuxAlgo, Support and Resistance Levels with Breaks, on TradingView, is breaksBy newest; by default the first candle is looked at as in Jesse, which makes the breaks worthless',
  needsCandles: true,
  warmup: () => 0,
  compute: (candles, { leftBars, rightBars, volThreshold, breaksBy }) => {
    const support = held(confirmedLows(candles.low, leftBars, rightBars));
    const resistance = held(confirmedHighs(candles.high, leftBars, rightBars));
    const levels = { support, resistance, isRising: risingVolume(candles.volume, volThreshold) };
    return { support, resistance, ...breaksOf(candles, levels, breaksBy === 'newest') };
  },
});

interface Levels {
  readonly support: Float64Array;
  readonly resistance: Float64Array;
  readonly isRising: Uint8Array;
}

function risingVolume(volume: Float64Array, threshold: number): Uint8Array {
  const short = emaOf(volume, 5);
  const long = emaOf(volume, 10);
  return Uint8Array.from(short, (value, i) => (100 * (value - long[i]) > threshold * long[i] ? 1 : 0));
}

function breaksOf(candles: CandleColumns, { support, resistance, isRising }: Levels, isNewest: boolean) {
  const { open, high, low, close, length } = candles;
  const [redBreak, greenBreak] = [new Float64Array(length), new Float64Array(length)];
  const [bearWick, bullWick] = [new Float64Array(length), new Float64Array(length)];
  for (let i = 0; i < length; i++) {
    const at = isNewest ? i : 0;
    if (close[at] < support[i] && (!isNewest || close[i - 1] >= support[i - 1])) {
      if (open[at] - close[at] < high[at] - open[at]) bearWick[i] = 1;
      else redBreak[i] = isRising[i];
    } else if (close[at] > resistance[i] && (!isNewest || close[i - 1] <= resistance[i - 1])) {
      if (open[at] - low[at] > close[at] - open[at]) bullWick[i] = 1;
      else greenBreak[i] = isRising[i];
    }
  }
  return { redBreak, greenBreak, bearWick, bullWick };
}
