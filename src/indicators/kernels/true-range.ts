import type { CandleColumns } from '../../model/candle.ts';

/** `max(h − l, |h − previous close|, |l − previous close|)`; of the first candle `h − l`. */
export function trueRange({ high, low, close, length }: CandleColumns): Float64Array {
  const out = new Float64Array(length);
  if (length > 0) out[0] = high[0] - low[0];
  for (let i = 1; i < length; i++) {
    const before = close[i - 1];
    out[i] = Math.max(high[i], before) - Math.min(low[i], before);
  }
  return out;
}
