import type { Verification } from '../../adapters/candles/lmdb/store.ts';
import { countedCandles, describeGap, missingMinutes } from '../../model/gap.ts';
import { marketKey } from '../../model/market.ts';
import { MINUTE, type TimeRange } from '../../model/time.ts';
import { minutesOf } from '../../model/timeframe.ts';
import type { MarketSummary } from '../../run/ports.ts';

/** Shown length of a fingerprint, enough to compare two by eye. */
const SHORT_FINGERPRINT = 12;

/** `1 month`, `2 months`. */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** The minutes missing between the first and the last stored one. */
function gapsOf({ ranges }: MarketSummary): readonly TimeRange[] {
  return ranges.slice(1).map((range, index) => ({ from: ranges[index].to, to: range.from }));
}

/** `87840 minutes, 2023-08-01 00:00 to 2023-09-30 23:59, no gaps, fingerprint 0123456789ab`. */
export function summaryText(summary: MarketSummary): string {
  const { base, ranges, filled, fingerprint } = summary;
  if (ranges.length === 0) return 'nothing that can be read';
  const step = minutesOf(base) * MINUTE;
  const extent = describeGap({ from: ranges[0].from, to: ranges[ranges.length - 1].to }, step);
  const missing = (missingMinutes(gapsOf(summary)) * MINUTE) / step;
  const parts = [countedCandles(ranges, step), extent, missing === 0 ? 'no gaps' : `${missing} missing`];
  if (filled > 0) parts.push(`${filled} filled`);
  return `${parts.join(', ')}, fingerprint ${fingerprint.slice(0, SHORT_FINGERPRINT)}`;
}

/** A market and, below it, its gaps. */
export function marketText(summary: MarketSummary): string {
  const step = minutesOf(summary.base) * MINUTE;
  const gaps = gapsOf(summary).map((gap) => `  gap: ${describeGap(gap, step)} (${countedCandles([gap], step)})\n`);
  return `${marketKey(summary.market)}\n  ${summaryText(summary)}\n${gaps.join('')}`;
}

/** A market for machines: times are ISO, ranges end before `to`, `filled` counts candles that no file had. */
export function marketJson(summary: MarketSummary): object {
  const { market, base, ranges, minutes, filled, fingerprint } = summary;
  const range = ranges.length === 0 ? null : spanJson({ from: ranges[0].from, to: ranges[ranges.length - 1].to });
  const gaps = gapsOf(summary).map(spanJson);
  return { market: marketKey(market), base, ...range, minutes, filled, gaps, fingerprint };
}

/** A range of minutes as JSON. */
export function spanJson({ from, to }: TimeRange): object {
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString(), minutes: (to - from) / MINUTE };
}

/** Result of a verification, as text. */
export function verificationText({ market, months, faults }: Verification): string {
  const found = faults.length === 0 ? 'as it was written' : `${faults.length} damaged`;
  return `${marketKey(market)}\n  ${counted(months, 'month')} read, ${found}\n${faults.map((fault) => `  ${fault}\n`).join('')}`;
}

/** Result of a verification, as JSON. */
export function verificationJson({ market, months, faults }: Verification): object {
  return { market: marketKey(market), months, faults };
}
