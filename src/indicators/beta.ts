import { indicator } from './indicator.ts';
import { rollingCovariance } from './kernels/covariance.ts';
import { whole } from './parameters.ts';

/** Beta: the slope of a market's prices against the benchmark's. */
export const beta = indicator({
  name: 'beta',
  parameters: { period: 5 },
  limits: { period: whole(2) },
  outputs: ['value'],
  formula: 'cov(c, b)/var(b) of the last period closes c of the market and b of the benchmark; NaN when b is flat',
  source: 'William Sharpe, 1964, with prices for returns as in Jesse; TA-Lib BETA takes returns',
  needsSecond: true,
  warmup: ({ period }) => period - 1,
  memory: ({ period }) => period,
  compute: (candles, { period }, benchmark) => {
    const { covariance, varianceOfY } = rollingCovariance(candles.close, benchmark.close, period);
    for (let i = 0; i < covariance.length; i++) {
      covariance[i] = varianceOfY[i] === 0 ? Number.NaN : covariance[i] / varianceOfY[i];
    }
    return { value: covariance };
  },
});
