import type { CandleColumns } from '../model/candle.ts';
import { emaMemory, emaOf } from './ema.ts';
import { indicator } from './indicator.ts';
import { difference } from './kernels/series.ts';
import { sourceOf } from './source.ts';

/** Klinger volume oscillator. */
export const kvo = indicator({
  name: 'kvo',
  parameters: { shortPeriod: 34, longPeriod: 55 },
  outputs: ['value'],
  formula:
    'ema(f, shortPeriod) − ema(f, longPeriod), f = 100·t·volume·|2·range/sum − 1|, t = sign of the change of high + low + close, range = high − low, sum = Σ range since t changed, beginning with the bar before; f = 0 at the first bar and where sum is 0',
  source:
    'Stephen Klinger, Technical Analysis of Stocks & Commodities 15:12, 1997; a bar without a change has no trend, as in Jesse',
  needsCandles: true,
  warmup: () => 0,
  memory: ({ shortPeriod, longPeriod }) => 2 * emaMemory(Math.max(shortPeriod, longPeriod)),
  fades: () => true,
  compute: (candles, { shortPeriod, longPeriod }) => {
    const force = volumeForce(candles);
    return { value: difference(emaOf(force, shortPeriod), emaOf(force, longPeriod)) };
  },
});

function volumeForce(candles: CandleColumns): Float64Array {
  const { high, low, volume, length } = candles;
  const typical = sourceOf(candles, 'hlc3');
  const out = new Float64Array(length);
  let trend = 0;
  let sum = 0;
  for (let i = 1; i < length; i++) {
    const range = high[i] - low[i];
    const before = trend;
    trend = Math.sign(typical[i] - typical[i - 1]);
    sum = range + (trend === before ? sum : high[i - 1] - low[i - 1]);
    out[i] = sum === 0 ? 0 : 100 * trend * volume[i] * Math.abs((2 * range) / sum - 1);
  }
  return out;
}
