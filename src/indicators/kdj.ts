import { indicator } from './indicator.ts';
import { stochastic } from './kernels/stochastic.ts';
import { averageMemory, averageOf, averageWarmup } from './ma.ts';
import { oneOf, SERIES_MATYPES } from './parameters.ts';

/** KDJ: a stochastic oscillator and how far its lines are apart. */
export const kdj = indicator({
  name: 'kdj',
  parameters: { fastkPeriod: 9, slowkPeriod: 3, slowkMatype: 0, slowdPeriod: 3, slowdMatype: 0 },
  limits: { slowkMatype: oneOf(...SERIES_MATYPES), slowdMatype: oneOf(...SERIES_MATYPES) },
  outputs: ['k', 'd', 'j'],
  formula:
    'k = ma(100·(close − lowest low)/(highest high − lowest low), slowkPeriod) over fastkPeriod, 0 without range; d = ma(k, slowdPeriod); j = 3k − 2d',
  source: 'George Lane’s stochastic; everget, KDJ (TradingView)',
  needsCandles: true,
  warmup: ({ fastkPeriod, slowkPeriod, slowkMatype, slowdPeriod, slowdMatype }) =>
    fastkPeriod - 1 + averageWarmup(slowkPeriod, slowkMatype) + averageWarmup(slowdPeriod, slowdMatype),
  memory: ({ fastkPeriod, slowkPeriod, slowkMatype, slowdPeriod, slowdMatype }) =>
    fastkPeriod + averageMemory(slowkPeriod, slowkMatype) + averageMemory(slowdPeriod, slowdMatype),
  compute: ({ high, low, close }, { fastkPeriod, slowkPeriod, slowkMatype, slowdPeriod, slowdMatype }) => {
    const k = averageOf(stochastic(close, high, low, fastkPeriod, 0), slowkPeriod, slowkMatype);
    const d = averageOf(k, slowdPeriod, slowdMatype);
    const j = new Float64Array(k.length);
    for (let i = 0; i < j.length; i++) j[i] = 3 * k[i] - 2 * d[i];
    return { k, d, j };
  },
});
