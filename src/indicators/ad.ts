import type { CandleColumns } from '../model/candle.ts';
import { indicator } from './indicator.ts';

/** Chaikin's accumulation/distribution line. */
export const ad = indicator({
  name: 'ad',
  parameters: {},
  outputs: ['value'],
  formula: 'Σ volume·((close − low) − (high − close))/(high − low), 0 where high = low',
  source: 'Marc Chaikin; TA-Lib AD',
  needsCandles: true,
  warmup: () => 0,
  compute: (candles) => ({ value: accumulationOf(candles) }),
});

/** The line, for indicators built on it. */
export function accumulationOf({ high, low, close, volume, length }: CandleColumns): Float64Array {
  const out = new Float64Array(length);
  let sum = 0;
  for (let i = 0; i < length; i++) {
    const range = high[i] - low[i];
    if (range > 0) sum += ((close[i] - low[i] - (high[i] - close[i])) / range) * volume[i];
    out[i] = sum;
  }
  return out;
}
