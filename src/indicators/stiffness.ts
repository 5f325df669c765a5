import { emaMemory, emaOf } from './ema.ts';
import { indicator } from './indicator.ts';
import { rollingMean } from './kernels/rolling.ts';
import { zeroUntil } from './kernels/series.ts';
import { rollingDeviation } from './kernels/variance.ts';
import { whole } from './parameters.ts';
import { sourceOf } from './source.ts';

/** Stiffness, 0 to 100: share of recent bars with the price above its average. */
export const stiffness = indicator({
  name: 'stiffness',
  parameters: { maLength: 100, stiffLength: 60, stiffSmooth: 3, sourceType: 'close' },
  limits: { stiffSmooth: whole(1) },
  outputs: ['value'],
  formula:
    'ema(stiffSmooth) of the percentage of the last stiffLength bars with x > sma(maLength) − 0.2·deviation(maLength); 0 until there are more than stiffLength bars',
  source: 'DaviddTech, Stiffness Indicator, on TradingView; after Markos Katsanos, TASC 11/2018',
  warmup: () => 0,
  memory: ({ maLength, stiffLength, stiffSmooth }) => maLength + stiffLength + emaMemory(stiffSmooth),
  fades: () => true,
  compute: (candles, { maLength, stiffLength, stiffSmooth, sourceType }) => {
    const x = sourceOf(candles, sourceType);
    const mean = rollingMean(x, maLength);
    const deviation = rollingDeviation(x, maLength);
    const above = new Float64Array(x.length);
    for (let i = maLength - 1; i < x.length; i++) above[i] = x[i] > mean[i] - 0.2 * deviation[i] ? 100 : 0;
    return { value: emaOf(zeroUntil(rollingMean(above, stiffLength), stiffLength), stiffSmooth) };
  },
});
