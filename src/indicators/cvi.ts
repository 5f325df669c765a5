import { emaMemory, emaOf } from './ema.ts';
import { indicator } from './indicator.ts';
import { difference, rateOfChange } from './kernels/series.ts';

/** Chaikin's volatility: growth of the average range. */
export const cvi = indicator({
  name: 'cvi',
  parameters: { period: 5 },
  outputs: ['value'],
  formula: 'percent change over period bars of e = ema(high − low, period); 0 where e was 0',
  source: 'Marc Chaikin; Tulip Indicators cvi',
  needsCandles: true,
  warmup: ({ period }) => period,
  memory: ({ period }) => emaMemory(period) + period,
  fades: () => true,
  compute: ({ high, low }, { period }) => ({
    value: rateOfChange(emaOf(difference(high, low), period), period),
  }),
});
