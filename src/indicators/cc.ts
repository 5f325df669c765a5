import { indicator } from './indicator.ts';
import { linearlyWeightedMean } from './kernels/line.ts';
import { rateOfChange } from './kernels/series.ts';
import { sourceOf } from './source.ts';

/** Coppock curve. */
export const cc = indicator({
  name: 'cc',
  parameters: { wmaPeriod: 10, rocShortPeriod: 11, rocLongPeriod: 14, sourceType: 'close' },
  outputs: ['value'],
  formula: 'wma(roc(rocLongPeriod) + roc(rocShortPeriod), wmaPeriod), roc in percent',
  source: 'Edwin Coppock, Barron’s, 1962',
  warmup: ({ wmaPeriod, rocShortPeriod, rocLongPeriod }) => Math.max(rocShortPeriod, rocLongPeriod) + wmaPeriod - 1,
  memory: ({ wmaPeriod, rocShortPeriod, rocLongPeriod }) => Math.max(rocShortPeriod, rocLongPeriod) + wmaPeriod,
  compute: (candles, { wmaPeriod, rocShortPeriod, rocLongPeriod, sourceType }) => {
    const x = sourceOf(candles, sourceType);
    const sum = rateOfChange(x, rocLongPeriod);
    const short = rateOfChange(x, rocShortPeriod);
    for (let i = 0; i < sum.length; i++) sum[i] += short[i];
    return { value: linearlyWeightedMean(sum, wmaPeriod) };
  },
});
