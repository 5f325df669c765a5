import { indicator } from './indicator.ts';
import { rollingSum } from './kernels/rolling.ts';
import { nanSeries } from './kernels/series.ts';
import { sourceOf } from './source.ts';

/** Chande momentum oscillator, −100 to 100. */
export const cmo = indicator({
  name: 'cmo',
  parameters: { period: 14, sourceType: 'close' },
  outputs: ['value'],
  formula: '100·(Σ rises − Σ falls)/(Σ rises + Σ falls) of the last period changes; 0 when flat',
  source: 'Tushar Chande, The New Technical Trader, 1994',
  warmup: ({ period }) => period,
  memory: ({ period }) => period + 1,
  compute: (candles, { period, sourceType }) => {
    const x = sourceOf(candles, sourceType);
    const steps = nanSeries(x.length);
    for (let i = 1; i < x.length; i++) steps[i] = Math.abs(x[i] - x[i - 1]);
    const value = rollingSum(steps, period);
    for (let i = period; i < x.length; i++) value[i] = value[i] === 0 ? 0 : (100 * (x[i] - x[i - period])) / value[i];
    return { value };
  },
});
