import { emaMemory, emaOf } from './ema.ts';
import { indicator } from './indicator.ts';
import { gapBetween } from './kernels/gap.ts';
import { stochastic } from './kernels/stochastic.ts';
import { sourceOf } from './source.ts';

/** Schaff trend cycle, 0 to 100. */
export const stc = indicator({
  name: 'stc',
  parameters: { fastPeriod: 23, slowPeriod: 50, kPeriod: 10, d1Period: 3, d2Period: 3, sourceType: 'close' },
  outputs: ['value'],
  formula:
    'macd = ema(fastPeriod) − ema(slowPeriod); its stochastic over kPeriod, ema(d1Period) of that, the stochastic of this over kPeriod, ema(d2Period) of that',
  source: 'Doug Schaff, 1999: a stochastic without range keeps its last value; in Jesse it is 0',
  warmup: ({ fastPeriod, slowPeriod, kPeriod, d1Period, d2Period }) =>
    Math.max(fastPeriod, slowPeriod) + 2 * kPeriod + d1Period + d2Period - 5,
  memory: ({ fastPeriod, slowPeriod, kPeriod, d1Period, d2Period }) =>
    emaMemory(Math.max(fastPeriod, slowPeriod)) + 2 * kPeriod + emaMemory(d1Period) + emaMemory(d2Period),
  compute: (candles, { fastPeriod, slowPeriod, kPeriod, d1Period, d2Period, sourceType }) => {
    const x = sourceOf(candles, sourceType);
    const macd = gapBetween(emaOf(x, fastPeriod), emaOf(x, slowPeriod));
    const first = emaOf(heldStochastic(macd, kPeriod), d1Period);
    return { value: emaOf(heldStochastic(first, kPeriod), d2Period) };
  },
});

function heldStochastic(x: Float64Array, period: number): Float64Array {
  const out = stochastic(x, x, x, period, FLAT);
  let last = 0;
  for (let i = 0; i < out.length; i++) {
    if (out[i] === FLAT) out[i] = last;
    if (!Number.isNaN(out[i])) last = out[i];
  }
  return out;
}

/** Marks windows without range: no stochastic has this value. */
const FLAT = -1;
