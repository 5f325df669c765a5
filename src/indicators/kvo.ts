import type { CandleColumns } from '../model/candle.ts';
import { emaMemory, emaOf } from './ema.ts';
import { indicator } from './indicator.ts';
import { difference, nanSeries } from './kernels/series.ts';

/** Klinger volume oscillator. */
export const kvo = indicator({
  name: 'kvo',
  parameters: { shortPeriod: 34, longPeriod: 55 },
  outputs: ['value'],
  formula:
    'ema(f, shortPeriod) − ema(f, longPeriod), f = ±100·volume·|2·range/sum − 1|, + while high + low + close rises; range = high − low, sum = that of the ranges since the sign changed, beginning with the one before',
  source: 'Stephen Klinger, Technical Analysis of Stocks & Commodities 15:12, 1997; Tulip Indicators kvo',
  needsCandles: true,
  warmup: ({ shortPeriod, longPeriod }) => Math.max(shortPeriod, longPeriod),
  memory: ({ shortPeriod, longPeriod }) => 2 * emaMemory(Math.max(shortPeriod, longPeriod)),
  compute: (candles, { shortPeriod, longPeriod }) => {
    const force = volumeForce(candles);
    return { value: difference(emaOf(force, shortPeriod), emaOf(force, longPeriod)) };
  },
});

function volumeForce({ high, low, close, volume, length }: CandleColumns): Float64Array {
  const out = nanSeries(length);
  let trend = 0;
  let sum = 0;
  for (let i = 1; i < length; i++) {
    const range = high[i] - low[i];
    const sign = Math.sign(high[i] + low[i] + close[i] - high[i - 1] - low[i - 1] - close[i - 1]);
    if (sign !== 0 && sign !== trend) {
      trend = sign;
      sum = high[i - 1] - low[i - 1];
    }
    sum += range;
    out[i] = sum === 0 ? 0 : 100 * trend * volume[i] * Math.abs((2 * range) / sum - 1);
  }
  return out;
}
