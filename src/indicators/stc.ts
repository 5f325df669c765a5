import { emaMemory, emaOf } from './ema.ts';
import { indicator } from './indicator.ts';
import { gapBetween } from './kernels/gap.ts';
import { zeroUntil } from './kernels/series.ts';
import { stochastic } from './kernels/stochastic.ts';
import { sourceOf } from './source.ts';

/** Schaff trend cycle, 0 to 100. */
export const stc = indicator({
  name: 'stc',
  parameters: { fastPeriod: 23, slowPeriod: 50, kPeriod: 10, d1Period: 3, d2Period: 3, sourceType: 'close' },
  outputs: ['value'],
  formula:
    'macd = ema(fastPeriod) − ema(slowPeriod); its stochastic over kPeriod, ema(d1Period) of that, the stochastic of this over kPeriod, ema(d2Period) of that; a stochastic without range, or of fewer bars, is 0',
  source: 'Doug Schaff, 1999; a stochastic without range is 0 as in Jesse, where Schaff keeps its last value',
  warmup: () => 0,
  memory: ({ fastPeriod, slowPeriod, kPeriod, d1Period, d2Period }) =>
    emaMemory(Math.max(fastPeriod, slowPeriod)) + 2 * kPeriod + emaMemory(d1Period) + emaMemory(d2Period),
  fades: () => true,
  compute: (candles, { fastPeriod, slowPeriod, kPeriod, d1Period, d2Period, sourceType }) => {
    const x = sourceOf(candles, sourceType);
    const macd = gapBetween(emaOf(x, fastPeriod), emaOf(x, slowPeriod));
    const first = emaOf(stochasticOf(macd, kPeriod), d1Period);
    return { value: emaOf(stochasticOf(first, kPeriod), d2Period) };
  },
});

function stochasticOf(x: Float64Array, period: number): Float64Array {
  return zeroUntil(stochastic(x, x, x, period, 0), period - 1);
}
