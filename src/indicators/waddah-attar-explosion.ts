import { emaMemory, emaOf } from './ema.ts';
import { indicator } from './indicator.ts';
import { gapBetween } from './kernels/gap.ts';
import { change, nanSeries } from './kernels/series.ts';
import { rollingDeviation } from './kernels/variance.ts';
import { sourceOf } from './source.ts';

/** Waddah Attar explosion: width of the Bollinger bands and change of the macd. */
export const waddahAttarExplosion = indicator({
  name: 'waddahAttarExplosion',
  parameters: { sensitivity: 150, fastLength: 20, slowLength: 40, channelLength: 20, mult: 2, sourceType: 'close' },
  outputs: ['explosionLine', 'trendPower', 'trendDirection'],
  formula:
    'explosionLine = 2·mult·deviation(channelLength), trendPower = sensitivity·change of (ema(fastLength) − ema(slowLength)), trendDirection = 1 if trendPower ≥ 0, else −1',
  source: 'LazyBear, Waddah Attar Explosion, on TradingView',
  warmup: ({ channelLength }) => Math.max(1, channelLength - 1),
  memory: ({ fastLength, slowLength, channelLength }) =>
    Math.max(emaMemory(fastLength), emaMemory(slowLength), channelLength) + 1,
  fades: () => true,
  compute: (candles, { sensitivity, fastLength, slowLength, channelLength, mult, sourceType }) => {
    const x = sourceOf(candles, sourceType);
    const explosionLine = rollingDeviation(x, channelLength);
    const trendPower = change(gapBetween(emaOf(x, fastLength), emaOf(x, slowLength)));
    const trendDirection = nanSeries(x.length);
    for (let i = 0; i < x.length; i++) {
      explosionLine[i] *= 2 * mult;
      trendPower[i] *= sensitivity;
      if (!Number.isNaN(trendPower[i])) trendDirection[i] = trendPower[i] >= 0 ? 1 : -1;
    }
    return { explosionLine, trendPower, trendDirection };
  },
});
