import type { CandleColumns } from '../model/candle.ts';

/** Names of the series that an indicator can be taken of. */
export const SOURCE_TYPES = ['open', 'close', 'high', 'low', 'volume', 'hl2', 'hlc3', 'ohlc4'] as const;

export type SourceType = (typeof SOURCE_TYPES)[number];

/** The series that `sourceType` names: a column as it is, or an average of columns. */
export function sourceOf(candles: CandleColumns, sourceType: SourceType): Float64Array {
  const { open, high, low, close, length } = candles;
  switch (sourceType) {
    case 'open':
    case 'close':
    case 'high':
    case 'low':
    case 'volume':
      return candles[sourceType].subarray(0, length);
    case 'hl2':
      return mean(length, high, low);
    case 'hlc3':
      return mean(length, high, low, close);
    case 'ohlc4':
      return mean(length, open, high, low, close);
  }
}

function mean(length: number, first: Float64Array, ...others: readonly Float64Array[]): Float64Array {
  const out = first.slice(0, length);
  for (const column of others) for (let i = 0; i < length; i++) out[i] += column[i];
  for (let i = 0; i < length; i++) out[i] /= others.length + 1;
  return out;
}
