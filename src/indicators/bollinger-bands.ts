import { indicator } from './indicator.ts';
import { deviationMemory, deviationOf } from './kernels/deviation.ts';
import { averageFades, averageMemory, averageOf, averageWarmup } from './ma.ts';
import { sourceOf } from './source.ts';

/** Bollinger bands. */
export const bollingerBands = indicator({
  name: 'bollingerBands',
  parameters: { period: 20, devup: 2, devdn: 2, matype: 0, devtype: 0, sourceType: 'close' },
  outputs: ['upperband', 'middleband', 'lowerband'],
  formula: 'middle = ma(period), upper = middle + devup·deviation, lower = middle − devdn·deviation over period',
  source: 'John Bollinger, Bollinger on Bollinger Bands, 2001; TA-Lib BBANDS',
  warmup: ({ period, matype }) => Math.max(period - 1, averageWarmup(period, matype)),
  memory: ({ period, matype, devtype }) => Math.max(deviationMemory(period, devtype), averageMemory(period, matype)),
  fades: ({ matype }) => averageFades(matype),
  compute: (candles, { period, devup, devdn, matype, devtype, sourceType }) => {
    const middleband = averageOf(candles, period, matype, sourceType);
    const upperband = deviationOf(sourceOf(candles, sourceType), period, devtype);
    const lowerband = new Float64Array(upperband.length);
    for (let i = 0; i < lowerband.length; i++) {
      lowerband[i] = middleband[i] - devdn * upperband[i];
      upperband[i] = middleband[i] + devup * upperband[i];
    }
    return { upperband, middleband, lowerband };
  },
});
