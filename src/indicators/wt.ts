import { emaMemory, emaOf } from './ema.ts';
import { indicator } from './indicator.ts';
import { gapBetween } from './kernels/gap.ts';
import { meanOfNumbers } from './kernels/rolling.ts';
import { nanSeries } from './kernels/series.ts';
import { sourceOf } from './source.ts';

/** WaveTrend oscillator and its signals. */
export const wt = indicator({
  name: 'wt',
  parameters: { wtchannellen: 9, wtaveragelen: 12, wtmalen: 3, oblevel: 53, oslevel: -53, sourceType: 'hlc3' },
  outputs: ['wt1', 'wt2', 'wtCrossUp', 'wtCrossDown', 'wtOversold', 'wtOverbought', 'wtVwap'],
  formula:
    'e = ema(wtchannellen) of x, wt1 = ema(wtaveragelen) of (x − e)/(0.015·ema(wtchannellen) of |x − e|) or 0, wt2 = mean of the last wtmalen wt1, of fewer at first, wtVwap = wt1 − wt2; 1 or 0: wtCrossUp wt2 ≤ wt1, wtCrossDown wt2 ≥ wt1, wtOversold wt2 ≤ oslevel, wtOverbought wt2 ≥ oblevel',
  source: 'LazyBear, WaveTrend Oscillator, and VuManChu, Cipher B, on TradingView',
  warmup: () => 0,
  memory: ({ wtchannellen, wtaveragelen, wtmalen }) => 2 * emaMemory(wtchannellen) + emaMemory(wtaveragelen) + wtmalen,
  fades: () => true,
  compute: (candles, { wtchannellen, wtaveragelen, wtmalen, oblevel, oslevel, sourceType }) => {
    const wt1 = emaOf(channelIndex(sourceOf(candles, sourceType), wtchannellen), wtaveragelen);
    const wt2 = meanOfNumbers(wt1, wtmalen);
    return { wt1, wt2, ...signals(wt1, wt2, oblevel, oslevel) };
  },
});

function signals(wt1: Float64Array, wt2: Float64Array, oblevel: number, oslevel: number) {
  const column = (): Float64Array => nanSeries(wt1.length);
  const [wtCrossUp, wtCrossDown, wtOversold, wtOverbought, wtVwap] = [column(), column(), column(), column(), column()];
  for (let i = 0; i < wt1.length; i++) {
    const gap = wt1[i] - wt2[i];
    if (Number.isNaN(gap)) continue;
    wtCrossUp[i] = gap >= 0 ? 1 : 0;
    wtCrossDown[i] = gap <= 0 ? 1 : 0;
    wtOversold[i] = wt2[i] <= oslevel ? 1 : 0;
    wtOverbought[i] = wt2[i] >= oblevel ? 1 : 0;
    wtVwap[i] = gap;
  }
  return { wtCrossUp, wtCrossDown, wtOversold, wtOverbought, wtVwap };
}

function channelIndex(x: Float64Array, period: number): Float64Array {
  const distance = gapBetween(x, emaOf(x, period));
  const sizes = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) sizes[i] = Math.abs(distance[i]);
  const index = emaOf(sizes, period);
  for (let i = 0; i < x.length; i++) index[i] = index[i] === 0 ? 0 : distance[i] / (0.015 * index[i]);
  return index;
}
