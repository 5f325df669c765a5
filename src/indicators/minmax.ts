import { indicator } from './indicator.ts';
import { confirmedHighs, confirmedLows, held } from './kernels/pivots.ts';
import { whole } from './parameters.ts';

/** Local extremes, each seen when `order` candles after it have confirmed it. */
export const minmax = indicator({
  name: 'minmax',
  parameters: { order: 3 },
  limits: { order: whole(1) },
  outputs: ['isMin', 'isMax', 'lastMin', 'lastMax'],
  sparse: ['isMin', 'isMax', 'lastMin', 'lastMax'],
  formula:
    'isMax = the high order candles ago if it is above the order highs before and after it, else NaN; isMin the same of the lows; lastMax and lastMin the latest of them, NaN before the first',
  source: 'scipy.signal.argrelextrema',
  differs: 'Jesse shows an extreme order candles earlier, when nobody could know it.',
  needsCandles: true,
  warmup: ({ order }) => 2 * order,
  settling: ({ order }) => 100 * order,
  compute: ({ high, low }, { order }) => {
    const isMin = confirmedLows(low, order, order);
    const isMax = confirmedHighs(high, order, order);
    return { isMin, isMax, lastMin: held(isMin), lastMax: held(isMax) };
  },
});
