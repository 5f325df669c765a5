import type { CandleColumns } from '../model/candle.ts';
import { emaMemory, emaOf } from './ema.ts';
import { indicator } from './indicator.ts';
import { confirmedHighs, confirmedLows, held } from './kernels/pivots.ts';

/** Last pivots as support and resistance, and the candles that break them. */
export const supportResistanceWithBreaks = indicator({
  name: 'supportResistanceWithBreaks',
  parameters: { leftBars: 15, rightBars: 15, volThreshold: 20 },
  outputs: ['support', 'resistance', 'redBreak', 'greenBreak', 'bearWick', 'bullWick'],
  sparse: ['support', 'resistance'],
  formula:
    'resistance = last high above leftBars before and rightBars after it, support = last such low, NaN before the first. 1 where the close crosses below support: bearWick if open − close < high − open, else redBreak if volume rises; where it crosses above resistance: bullWick if open − low > close − open, else greenBreak if volume rises: 100·(ema(5) − ema(10))/ema(10) of it > volThreshold; else 0',
  source: 'LuxAlgo, Support and Resistance Levels with Breaks, on TradingView',
  differs: 'Jesse looks for breaks in the first candle it was given, not in the last.',
  needsCandles: true,
  warmup: () => 0,
  settling: ({ leftBars, rightBars }) => 20 * (leftBars + rightBars) + VOLUME_MEMORY,
  readsAllBars: true,
  compute: (candles, { leftBars, rightBars, volThreshold }) => {
    const support = held(confirmedLows(candles.low, leftBars, rightBars));
    const resistance = held(confirmedHighs(candles.high, leftBars, rightBars));
    const levels = { support, resistance, isRising: risingVolume(candles.volume, volThreshold) };
    return { support, resistance, ...breaksOf(candles, levels) };
  },
});

const VOLUME_MEMORY = emaMemory(10);

interface Levels {
  readonly support: Float64Array;
  readonly resistance: Float64Array;
  readonly isRising: Uint8Array;
}

function risingVolume(volume: Float64Array, threshold: number): Uint8Array {
  const short = emaOf(volume, 5);
  const long = emaOf(volume, 10);
  const isRising = new Uint8Array(volume.length);
  for (let i = 0; i < isRising.length; i++) {
    if (100 * (short[i] - long[i]) > threshold * long[i]) isRising[i] = 1;
  }
  return isRising;
}

function breaksOf(candles: CandleColumns, { support, resistance, isRising }: Levels) {
  const { open, high, low, close, length } = candles;
  const [redBreak, greenBreak] = [new Float64Array(length), new Float64Array(length)];
  const [bearWick, bullWick] = [new Float64Array(length), new Float64Array(length)];
  for (let i = 1; i < length; i++) {
    if (close[i] < support[i] && close[i - 1] >= support[i - 1]) {
      if (open[i] - close[i] < high[i] - open[i]) bearWick[i] = 1;
      else redBreak[i] = isRising[i];
    } else if (close[i] > resistance[i] && close[i - 1] <= resistance[i - 1]) {
      if (open[i] - low[i] > close[i] - open[i]) bullWick[i] = 1;
      else greenBreak[i] = isRising[i];
    }
  }
  return { redBreak, greenBreak, bearWick, bullWick };
}
