import { type CandleColumns, openTime } from '../model/candle.ts';
import { indicator } from './indicator.ts';
import { ANCHORS, type Anchor, oneOf } from './parameters.ts';
import { type SourceType, sourceOf } from './source.ts';

/** Volume weighted average price since the beginning of the day, hour, week, ... */
export const vwap = indicator({
  name: 'vwap',
  parameters: { sourceType: 'hlc3', anchor: 'D' },
  limits: { anchor: oneOf(...ANCHORS) },
  outputs: ['value'],
  formula:
    'Σ x·volume/Σ volume since the minute (M), hour (H, 4H, 12H), day (D), Monday (W) or month (MN) began, in UTC; NaN while there was no volume',
  source: 'Jesse',
  differs: 'Jesse’s weeks begin on Thursdays, and its months are 30 days long.',
  needsCandles: true,
  warmup: () => 0,
  memory: ({ anchor }, step = MINUTE) => Math.ceil(longestSpan(anchor) / step),
  compute: (candles, { sourceType, anchor }) => ({ value: vwapOf(candles, sourceType, anchor) }),
});

function vwapOf(candles: CandleColumns, sourceType: SourceType, anchor: Anchor): Float64Array {
  const { length, volume } = candles;
  const x = sourceOf(candles, sourceType);
  const value = new Float64Array(length);
  let end = Number.NEGATIVE_INFINITY;
  let base = 0;
  let turnover = 0;
  let traded = 0;
  for (let i = 0; i < length; i++) {
    const time = openTime(candles, i);
    if (time >= end) {
      end = endOf(anchor, time);
      base = x[i];
      turnover = 0;
      traded = 0;
    }
    turnover += (x[i] - base) * volume[i];
    traded += volume[i];
    value[i] = traded === 0 ? Number.NaN : base + turnover / traded;
  }
  return value;
}

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
/** First Monday after the epoch, a Thursday. */
const MONDAY = 4 * DAY;

/** Longest span that `anchor` names. */
function longestSpan(anchor: Anchor): number {
  return anchor === 'MN' ? 31 * DAY : endOf(anchor, MONDAY) - MONDAY;
}

/** End of the span that `anchor` names and `time` lies in. */
function endOf(anchor: Anchor, time: number): number {
  switch (anchor) {
    case 'M':
      return after(time, MINUTE);
    case 'H':
      return after(time, 60 * MINUTE);
    case '4H':
      return after(time, 240 * MINUTE);
    case '12H':
      return after(time, 720 * MINUTE);
    case 'W':
      return after(time - MONDAY, 7 * DAY) + MONDAY;
    case 'MN':
      return nextMonth(time);
    case 'D':
      return after(time, DAY);
  }
}

function after(time: number, span: number): number {
  return (Math.floor(time / span) + 1) * span;
}

function nextMonth(time: number): number {
  const date = new Date(time);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}
