import { indicator } from './indicator.ts';
import { rollingCovariance } from './kernels/covariance.ts';
import { nanSeries } from './kernels/series.ts';

/** Beta: how much of a move of the benchmark a market makes. */
export const beta = indicator({
  name: 'beta',
  parameters: { period: 5 },
  outputs: ['value'],
  formula:
    'cov(r, b)/var(b) over the last period returns close[i]/close[i−1] − 1 of market r and benchmark b; 0 when b is flat',
  source: 'William Sharpe, 1964; TA-Lib BETA',
  needsSecond: true,
  warmup: ({ period }) => period,
  memory: ({ period }) => period + 1,
  compute: (candles, { period }, benchmark) => {
    const { covariance, varianceOfY } = rollingCovariance(returnsOf(candles.close), returnsOf(benchmark.close), period);
    for (let i = 0; i < covariance.length; i++)
      covariance[i] = varianceOfY[i] === 0 ? 0 : covariance[i] / varianceOfY[i];
    return { value: covariance };
  },
});

function returnsOf(close: Float64Array): Float64Array {
  const out = nanSeries(close.length);
  for (let i = 1; i < out.length; i++) out[i] = close[i - 1] === 0 ? 0 : close[i] / close[i - 1] - 1;
  return out;
}
