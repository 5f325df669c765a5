import type { CandleColumns } from '../model/candle.ts';
import { indicator } from './indicator.ts';
import { nanSeries } from './kernels/series.ts';
import { oneOf, PIVOT_MODES } from './parameters.ts';

const LEVELS = ['r4', 'r3', 'r2', 'r1', 'pp', 's1', 's2', 's3', 's4'] as const;

type Columns = Readonly<Record<(typeof LEVELS)[number], Float64Array>>;

/** Pivot points of each candle; a mode without a level leaves it NaN. */
export const pivot = indicator({
  name: 'pivot',
  parameters: { mode: 0 },
  limits: { mode: oneOf(...PIVOT_MODES) },
  outputs: LEVELS,
  sparse: ['r4', 'r3', 'r2', 's2', 's3', 's4'],
  formula:
    'w = high − low, pp = (high + low + close)/3. Mode 0, floor: r1 = 2pp − low, s1 = 2pp − high, r2, s2 = pp ± w. 1, Fibonacci: pp ± 0.382w, 0.618w, w. 2, DeMark: x = high + low + close + (low if close < open, high if above, else close), pp = x/4, r1 = x/2 − low, s1 = x/2 − high. 3, Camarilla: close ± 0.0916w, 0.183w, 0.275w, 0.55w. 4, Woodie: as 0 with pp = (high + low + 2·open)/4, r3 = high + 2(pp − low), s3 = low − 2(high − pp), r4, s4 = r3 + w, s3 − w',
  source: 'the authors named; pandas-ta and TradingView list the same',
  needsCandles: true,
  warmup: () => 0,
  memory: () => 1,
  compute: (candles, { mode }) => {
    const column = (): Float64Array => nanSeries(candles.length);
    const [r4, r3, r2, r1, pp, s1, s2, s3, s4] = LEVELS.map(column);
    const columns = { r4, r3, r2, r1, pp, s1, s2, s3, s4 };
    const fill = [floor, fibonacci, demark, camarilla, woodie][mode];
    for (let i = 0; i < candles.length; i++) fill(columns, candles, i);
    return columns;
  },
});

function floor(to: Columns, { high, low, close }: CandleColumns, i: number): void {
  around((high[i] + low[i] + close[i]) / 3, to, high[i], low[i], i);
}

function around(point: number, { r2, r1, pp, s1, s2 }: Columns, high: number, low: number, i: number): void {
  r2[i] = point + (high - low);
  r1[i] = 2 * point - low;
  pp[i] = point;
  s1[i] = 2 * point - high;
  s2[i] = point - (high - low);
}

function fibonacci({ r3, r2, r1, pp, s1, s2, s3 }: Columns, { high, low, close }: CandleColumns, i: number): void {
  const width = high[i] - low[i];
  const point = (high[i] + low[i] + close[i]) / 3;
  r3[i] = point + width;
  r2[i] = point + 0.618 * width;
  r1[i] = point + 0.382 * width;
  pp[i] = point;
  s1[i] = point - 0.382 * width;
  s2[i] = point - 0.618 * width;
  s3[i] = point - width;
}

function demark({ r1, pp, s1 }: Columns, { open, high, low, close }: CandleColumns, i: number): void {
  const again = close[i] < open[i] ? low[i] : close[i] > open[i] ? high[i] : close[i];
  const total = high[i] + low[i] + close[i] + again;
  r1[i] = total / 2 - low[i];
  pp[i] = total / 4;
  s1[i] = total / 2 - high[i];
}

function camarilla(to: Columns, { high, low, close }: CandleColumns, i: number): void {
  const width = high[i] - low[i];
  to.r4[i] = close[i] + 0.55 * width;
  to.r3[i] = close[i] + 0.275 * width;
  to.r2[i] = close[i] + 0.183 * width;
  to.r1[i] = close[i] + 0.0916 * width;
  to.pp[i] = (high[i] + low[i] + close[i]) / 3;
  to.s1[i] = close[i] - 0.0916 * width;
  to.s2[i] = close[i] - 0.183 * width;
  to.s3[i] = close[i] - 0.275 * width;
  to.s4[i] = close[i] - 0.55 * width;
}

function woodie(to: Columns, { open, high, low }: CandleColumns, i: number): void {
  const point = (high[i] + low[i] + 2 * open[i]) / 4;
  around(point, to, high[i], low[i], i);
  to.r3[i] = high[i] + 2 * (point - low[i]);
  to.r4[i] = to.r3[i] + (high[i] - low[i]);
  to.s3[i] = low[i] - 2 * (high[i] - point);
  to.s4[i] = to.s3[i] - (high[i] - low[i]);
}
