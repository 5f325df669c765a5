import type { CandleColumns } from '../model/candle.ts';

/** Series that indicators can be taken of, besides the columns themselves. */
export const SOURCE_TYPES = ['open', 'close', 'high', 'low', 'volume', 'hl2', 'hlc3', 'ohlc4'] as const;

/** The series that `sourceType` names: a column as it is, or an average of columns. Throws a RangeError for any other name. */
export function sourceOf(candles: CandleColumns, sourceType: string): Float64Array {
  const { open, high, low, close, length } = candles;
  switch (sourceType) {
    case 'open':
    case 'close':
    case 'high':
    case 'low':
    case 'volume':
      return candles[sourceType].subarray(0, length);
    case 'hl2':
      return fill(length, (i) => (high[i] + low[i]) / 2);
    case 'hlc3':
      return fill(length, (i) => (high[i] + low[i] + close[i]) / 3);
    case 'ohlc4':
      return fill(length, (i) => (open[i] + high[i] + low[i] + close[i]) / 4);
    default:
      throw new RangeError(`unknown sourceType ${sourceType}; it can be ${SOURCE_TYPES.join(', ')}`);
  }
}

function fill(length: number, value: (index: number) => number): Float64Array {
  const series = new Float64Array(length);
  for (let i = 0; i < length; i++) series[i] = value(i);
  return series;
}
