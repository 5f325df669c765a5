import { indicator } from './indicator.ts';
import { rollingCovariance } from './kernels/covariance.ts';
import { whole } from './parameters.ts';

/** Correlation of highs and lows. */
export const correl = indicator({
  name: 'correl',
  parameters: { period: 5 },
  limits: { period: whole(2) },
  outputs: ['value'],
  formula: 'Pearson’s r of the last period highs and lows; NaN when either is flat',
  source: 'TA-Lib CORREL',
  needsCandles: true,
  warmup: ({ period }) => period - 1,
  memory: ({ period }) => period,
  compute: ({ high, low }, { period }) => {
    const { covariance, varianceOfX, varianceOfY } = rollingCovariance(high, low, period);
    for (let i = 0; i < covariance.length; i++) {
      const scale = Math.sqrt(varianceOfX[i] * varianceOfY[i]);
      covariance[i] = scale === 0 ? Number.NaN : covariance[i] / scale;
    }
    return { value: covariance };
  },
});
