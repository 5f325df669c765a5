import { emaMemory, emaOf } from './ema.ts';
import { indicator } from './indicator.ts';
import { change, nanSeries } from './kernels/series.ts';
import { sourceOf } from './source.ts';

/** Relative strength against another market. */
export const rsmk = indicator({
  name: 'rsmk',
  parameters: { lookback: 90, period: 3, signalPeriod: 20, sourceType: 'close' },
  outputs: ['indicator', 'signal'],
  formula:
    'indicator = 100·ema(period) of r − r[i−lookback], r = ln(x/x of the other market), signal = ema(signalPeriod) of indicator',
  source: 'Markos Katsanos, TASC 3/2020',
  needsSecond: true,
  warmup: ({ lookback }) => lookback,
  memory: ({ lookback, period, signalPeriod }) => lookback + emaMemory(period) + emaMemory(signalPeriod),
  fades: () => true,
  compute: (candles, { lookback, period, signalPeriod, sourceType }, second) => {
    const x = sourceOf(candles, sourceType);
    const other = sourceOf(second, sourceType);
    const ratio = nanSeries(x.length);
    for (let i = 0; i < x.length; i++) {
      const quotient = x[i] / other[i];
      if (quotient > 0 && quotient < Number.POSITIVE_INFINITY) ratio[i] = 100 * Math.log(quotient);
    }
    const strength = emaOf(change(ratio, lookback), period);
    return { indicator: strength, signal: emaOf(strength, signalPeriod) };
  },
});
