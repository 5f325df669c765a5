import { indicator } from './indicator.ts';
import { rollingMean } from './kernels/rolling.ts';
import { trueRange } from './kernels/true-range.ts';
import { rollingDeviation } from './kernels/variance.ts';
import { whole } from './parameters.ts';

/** TTM squeeze: 1 when a Bollinger band lies outside its Keltner channel, 0 in a squeeze. */
export const ttmSqueeze = indicator({
  name: 'ttmSqueeze',
  parameters: { lengthTtms: 20, bbMultTtms: 2, kcMultLowTtms: 2 },
  limits: { lengthTtms: whole(1) },
  outputs: ['value'],
  formula:
    '1 if bbMultTtms·deviation(lengthTtms) of the close > kcMultLowTtms·sma(lengthTtms) of the true range, else 0, also until there are as many: both lie around the same average',
  source: 'DaviddTech, TTM Squeeze, on TradingView',
  needsCandles: true,
  warmup: () => 0,
  memory: ({ lengthTtms }) => lengthTtms + 1,
  readsAllBars: true,
  compute: (candles, { lengthTtms, bbMultTtms, kcMultLowTtms }) => {
    const value = rollingDeviation(candles.close, lengthTtms);
    const range = rollingMean(trueRange(candles), lengthTtms);
    for (let i = 0; i < value.length; i++) value[i] = bbMultTtms * value[i] > kcMultLowTtms * range[i] ? 1 : 0;
    return { value };
  },
});
