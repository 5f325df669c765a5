import { indicator } from './indicator.ts';
import { meanDistanceHurst, rescaledRangeHurst, secondDifferenceHurst } from './kernels/hurst.ts';
import { HURST_METHODS, oneOf, whole } from './parameters.ts';
import { sourceOf } from './source.ts';

/**
 * Hurst exponent: trends go on above a half and turn back below. It measures many spans, which costs microseconds a
 * bar.
 */
export const hurstExponent = indicator({
  name: 'hurstExponent',
  parameters: { minChunksize: 8, maxChunksize: 200, numChunksize: 5, method: 1, sourceType: 'close', window: 240 },
  limits: { minChunksize: whole(2), method: oneOf(...HURST_METHODS), window: whole(6) },
  outputs: ['value'],
  formula:
    'slope of log m(n) over log n among the last window bars. 0: m = mean of (range of Σ (d − mean))/deviation over pieces of n price changes d, numChunksize sizes n; 1: m² = Σ (x − sma(x, n))², n = minChunksize to maxChunksize by numChunksize; 2: log2(mean (x[i] − 2x[i−2] + x[i−4])²/mean (x[i] − 2x[i−1] + x[i−2])²)/2. NaN when flat',
  source:
    'Harold Hurst, 1951 (0); Alessio et al., European Physical Journal B 27, 2002 (1); Istas and Lang, 1994 (2). Jesse computes it over the rows it keeps, 240',
  warmup: ({ maxChunksize, method }) => (method === 2 ? 5 : maxChunksize + 1),
  memory: ({ window }) => window,
  compute: (candles, { minChunksize, maxChunksize, numChunksize, method, sourceType, window }) => {
    const x = sourceOf(candles, sourceType);
    if (method === 2) return { value: secondDifferenceHurst(x, window) };
    if (window < maxChunksize + 2) {
      throw new RangeError(
        `hurstExponent: window must be at least maxChunksize + 2 = ${maxChunksize + 2}, not ${window}`,
      );
    }
    const measure = method === 1 ? meanDistanceHurst : rescaledRangeHurst;
    return { value: measure(x, window, minChunksize, maxChunksize, numChunksize) };
  },
});
