import { indicator } from './indicator.ts';
import { rollingMean } from './kernels/rolling.ts';
import { weightedMeanSoFar } from './kernels/volume-weighted.ts';
import { smaOfNumbers } from './sma.ts';

/** Volume price confirmation indicator and its smoothed form. */
export const vpci = indicator({
  name: 'vpci',
  parameters: { shortRange: 5, longRange: 25 },
  outputs: ['vpci', 'vpcis'],
  formula:
    'vpci = (vwma(long) − sma(long))·(vwma(short)/sma(short))·(sma(short)/sma(long) of the volume), vpcis = sma(short) of vpci·volume, of its numbers, over that of the volume',
  source: 'Buff Dormeier, TASC 4/2007',
  needsCandles: true,
  warmup: ({ shortRange, longRange }) => Math.max(shortRange, longRange) - 1,
  memory: ({ shortRange, longRange }) => Math.max(shortRange, longRange) + shortRange - 1,
  compute: ({ close, volume }, { shortRange, longRange }) => {
    const vpci = weightedMeanSoFar(close, volume, longRange);
    const meanLong = rollingMean(close, longRange);
    const weightedShort = weightedMeanSoFar(close, volume, shortRange);
    const meanShort = rollingMean(close, shortRange);
    const volumeShort = rollingMean(volume, shortRange);
    const volumeLong = rollingMean(volume, longRange);
    const turnover = new Float64Array(vpci.length);
    for (let i = 0; i < vpci.length; i++) {
      const confirmation = (vpci[i] - meanLong[i]) * (weightedShort[i] / meanShort[i]);
      vpci[i] = (confirmation * volumeShort[i]) / volumeLong[i];
      turnover[i] = vpci[i] * volume[i];
    }
    const vpcis = smaOfNumbers(turnover, shortRange);
    for (let i = 0; i < vpcis.length; i++) vpcis[i] /= volumeShort[i];
    return { vpci, vpcis };
  },
});
