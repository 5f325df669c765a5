import { baseOf, type StoredCandles, shortestStep } from '../../model/candle.ts';
import { type MarketKey, marketKey } from '../../model/market.ts';
import type { CandlesReport } from '../report.ts';
import { formatCount } from '../text/numbers.ts';
import type { CandleNeed } from './candle-needs.ts';

/** Counts the candles that a run reads, market by market. */
export function countCandles(
  needs: Readonly<Record<MarketKey, CandleNeed>>,
  loaded: Readonly<Record<MarketKey, StoredCandles>>,
): readonly CandlesReport[] {
  return Object.values(needs).map(({ market, ranges }) => {
    const key = marketKey(market);
    const step = shortestStep(loaded[key]);
    return {
      market: key,
      base: baseOf(loaded[key]),
      candles: ranges.reduce((sum, { from, to }) => sum + (to - from) / step, 0),
      filled: loaded[key].filled?.reduce((sum, filled) => sum + filled, 0) ?? 0,
    };
  });
}

/** One warning about all candles that no source had. */
export function filledWarnings(counts: readonly CandlesReport[]): readonly string[] {
  const markets = counts
    .filter(({ filled }) => filled > 0)
    .map(({ market, base, candles, filled }) => {
      const share = ((100 * filled) / candles).toFixed(1);
      return `${formatCount(filled)} of ${formatCount(candles)} ${base} candles of ${market} (${share} %)`;
    });
  if (markets.length === 0) return [];
  return [
    `${markets.join(', ')} are filled: no source had them, the market counts as closed, and nothing is traded in them`,
  ];
}
