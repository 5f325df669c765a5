import { JbtError } from '../../model/errors.ts';
import { describeGaps, isFillable } from '../../model/gap.ts';
import { type Market, marketKey } from '../../model/market.ts';
import { formatDate, type TimeRange } from '../../model/time.ts';
import type { MarketSummary } from '../ports.ts';
import { suggestion } from '../text/nearest.ts';

const MARKETS_SHOWN = 8;

/** Finds a stored market. Throws JbtError `CandlesNotFound` with the stored ones and the import command. */
export function summaryOf(market: Market, markets: readonly MarketSummary[], at: string): MarketSummary {
  const key = marketKey(market);
  const summary = markets.find((candidate) => marketKey(candidate.market) === key && candidate.ranges.length > 0);
  if (summary) return summary;
  const keys = markets.map((candidate) => marketKey(candidate.market));
  const more = keys.length > MARKETS_SHOWN ? ` and ${keys.length - MARKETS_SHOWN} more` : '';
  const stored = keys.length === 0 ? 'nothing' : keys.slice(0, MARKETS_SHOWN).join(', ') + more;
  throw new JbtError(
    'CandlesNotFound',
    `${at}: no candles of ${key} are stored${suggestion(key, keys)}; stored: ${stored}; ` +
      `to add some: jbt download, or jbt import FILES --market "${key}"`,
  );
}

/** Range from the first to the last stored minute, gaps included. */
export function extentOf({ ranges }: MarketSummary): TimeRange {
  return { from: ranges[0].from, to: ranges[ranges.length - 1].to };
}

/** Gapless stored range that contains a range. Throws JbtError `CandlesNotFound` or `CandleGap`. */
export function storedRangeAround(summary: MarketSummary, range: TimeRange, at: string): TimeRange {
  const around = summary.ranges.find(({ from, to }) => from <= range.from && to >= range.to);
  if (around) return around;
  const extent = extentOf(summary);
  const key = marketKey(summary.market);
  const asked = `${at}: ${key} is needed for ${rangeText(range)}, `;
  if (extent.from > range.from || extent.to < range.to)
    throw new JbtError('CandlesNotFound', `${asked}stored: ${summary.ranges.map(rangeText).join(', ')}`);
  const gaps = gapsWithin(summary.ranges, range);
  const missing = describeGaps(
    gaps.map((gap) => ({ from: Math.max(gap.from, range.from), to: Math.min(gap.to, range.to) })),
  );
  const advice = gaps.every(isFillable)
    ? 'import them or, where there are none, the files before and after them in one command: jbt import FILES --gaps fill'
    : 'import them: jbt import FILES';
  throw new JbtError('CandleGap', `${asked}but ${missing}; ${advice} --market "${key}"`);
}

/** Gaps that overlap a range. */
function gapsWithin(ranges: readonly TimeRange[], range: TimeRange): readonly TimeRange[] {
  const gaps = ranges.slice(1).map((next, index) => ({ from: ranges[index].to, to: next.from }));
  return gaps.filter((gap) => gap.from < range.to && gap.to > range.from);
}

/** `2023-08-01 to 2023-10-01`, the end exclusive. */
export function rangeText({ from, to }: TimeRange): string {
  return `${formatDate(from)} to ${formatDate(to)}`;
}
