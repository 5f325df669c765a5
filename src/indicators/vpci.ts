import { indicator } from './indicator.ts';
import { rollingMean } from './kernels/rolling.ts';
import { rollingWeightedMean } from './kernels/volume-weighted.ts';

/** Volume price confirmation indicator and its smoothed form. */
export const vpci = indicator({
  name: 'vpci',
  parameters: { shortRange: 5, longRange: 25 },
  outputs: ['vpci', 'vpcis'],
  formula:
    'vpci = (vwma(long) − sma(long))·(vwma(short)/sma(short))·(sma(short)/sma(long) of the volume), vpcis = vwma(short) of vpci',
  source: 'Buff Dormeier, TASC 4/2007',
  needsCandles: true,
  warmup: ({ shortRange, longRange }) => Math.max(shortRange, longRange) + shortRange - 2,
  memory: ({ shortRange, longRange }) => Math.max(shortRange, longRange) + shortRange - 1,
  compute: ({ close, volume }, { shortRange, longRange }) => {
    const vpci = rollingWeightedMean(close, volume, longRange);
    const meanLong = rollingMean(close, longRange);
    const weightedShort = rollingWeightedMean(close, volume, shortRange);
    const meanShort = rollingMean(close, shortRange);
    const volumeShort = rollingMean(volume, shortRange);
    const volumeLong = rollingMean(volume, longRange);
    for (let i = 0; i < vpci.length; i++) {
      const confirmation = (vpci[i] - meanLong[i]) * (weightedShort[i] / meanShort[i]);
      vpci[i] = volumeLong[i] === 0 ? 0 : (confirmation * volumeShort[i]) / volumeLong[i];
    }
    return { vpci, vpcis: rollingWeightedMean(vpci, volume, shortRange) };
  },
});
