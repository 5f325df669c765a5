import { indicator } from './indicator.ts';
import { nanSeries } from './kernels/series.ts';
import { between } from './parameters.ts';
import { sourceOf } from './source.ts';

/** McGinley dynamic: an average that hurries after falling prices. */
export const mcginleyDynamic = indicator({
  name: 'mcginleyDynamic',
  parameters: { period: 10, k: 0.6, sourceType: 'close' },
  limits: { k: between(0, 1000) },
  outputs: ['value'],
  formula: 'md[i] = md[i−1] + (x − md[i−1])/max(k·period·(x/md[i−1])⁴, 1), first = x',
  source: 'John R. McGinley, Journal of Technical Analysis, 1991',
  warmup: () => 0,
  settling: ({ period, k }) => Math.ceil(30 * (k * period + 1)),
  compute: (candles, { period, k, sourceType }) => {
    const x = sourceOf(candles, sourceType);
    const value = nanSeries(x.length);
    let last = x[0];
    for (let i = 0; i < x.length; i++) {
      if (Number.isNaN(x[i])) continue;
      const ratio = x[i] / last;
      last = last === 0 ? x[i] : last + (x[i] - last) / Math.max(k * period * ratio * ratio * ratio * ratio, 1);
      value[i] = last;
    }
    return { value };
  },
});
