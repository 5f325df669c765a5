import { emaMemory, emaOf } from './ema.ts';
import { indicator } from './indicator.ts';
import { rollingMean } from './kernels/rolling.ts';
import { difference, nanSeries } from './kernels/series.ts';
import { sourceOf } from './source.ts';

/** WaveTrend oscillator and its signals. */
export const wt = indicator({
  name: 'wt',
  parameters: { wtchannellen: 9, wtaveragelen: 12, wtmalen: 3, oblevel: 53, oslevel: -53, sourceType: 'hlc3' },
  outputs: ['wt1', 'wt2', 'wtCrossUp', 'wtCrossDown', 'wtOversold', 'wtOverbought', 'wtVwap'],
  formula:
    'e = ema(wtchannellen) of x, wt1 = ema(wtaveragelen) of (x − e)/(0.015·ema(wtchannellen) of |x − e|) or 0, wt2 = sma(wtmalen) of wt1, wtVwap = wt1 − wt2; 1 or 0: wtCrossUp wt2 ≤ wt1, wtCrossDown wt2 ≥ wt1, wtOversold wt2 ≤ oslevel, wtOverbought wt2 ≥ oblevel',
  source: 'LazyBear, WaveTrend Oscillator, and VuManChu, Cipher B, on TradingView',
  warmup: ({ wtchannellen, wtaveragelen, wtmalen }) => 2 * wtchannellen + wtaveragelen + wtmalen - 4,
  memory: ({ wtchannellen, wtaveragelen, wtmalen }) => 2 * emaMemory(wtchannellen) + emaMemory(wtaveragelen) + wtmalen,
  compute: (candles, { wtchannellen, wtaveragelen, wtmalen, oblevel, oslevel, sourceType }) => {
    const wt1 = emaOf(channelIndex(sourceOf(candles, sourceType), wtchannellen), wtaveragelen);
    const wt2 = rollingMean(wt1, wtmalen);
    const wtVwap = difference(wt1, wt2);
    return {
      wt1,
      wt2,
      wtCrossUp: flags(wtVwap, (gap) => gap >= 0),
      wtCrossDown: flags(wtVwap, (gap) => gap <= 0),
      wtOversold: flags(wt2, (level) => level <= oslevel),
      wtOverbought: flags(wt2, (level) => level >= oblevel),
      wtVwap,
    };
  },
});

function channelIndex(x: Float64Array, period: number): Float64Array {
  const distance = difference(x, emaOf(x, period));
  const size = emaOf(distance.map(Math.abs), period);
  for (let i = 0; i < size.length; i++) size[i] = size[i] === 0 ? 0 : distance[i] / (0.015 * size[i]);
  return size;
}

function flags(x: Float64Array, isTrue: (value: number) => boolean): Float64Array {
  const out = nanSeries(x.length);
  for (let i = 0; i < x.length; i++) if (!Number.isNaN(x[i])) out[i] = isTrue(x[i]) ? 1 : 0;
  return out;
}
