import { awesomeOf } from './ao.ts';
import { indicator } from './indicator.ts';
import { rollingMean } from './kernels/rolling.ts';
import { change, difference } from './kernels/series.ts';

/** Accelerator oscillator: distance of the awesome oscillator from its own average. */
export const acosc = indicator({
  name: 'acosc',
  parameters: {},
  outputs: ['osc', 'change'],
  formula: 'ao = sma(hl2, 5) − sma(hl2, 34), osc = ao − sma(ao, 5), change = osc[i] − osc[i−1]',
  source: 'Bill Williams, New Trading Dimensions, 1998',
  needsCandles: true,
  warmup: () => 38,
  memory: () => 39,
  compute: (candles) => {
    const awesome = awesomeOf(candles);
    const osc = difference(awesome, rollingMean(awesome, 5));
    return { osc, change: change(osc) };
  },
});
