import type { Verification } from '../../adapters/candles/lmdb/store.ts';
import { describeGap, type Gap, missingMinutes } from '../../model/gap.ts';
import { marketKey } from '../../model/market.ts';
import { MINUTE } from '../../model/time.ts';
import type { MarketSummary } from '../../run/ports.ts';

/** Enough of a fingerprint to tell two apart by eye. */
const SHORT_FINGERPRINT = 12;

/** `1 month`, `2 months`. */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** The minutes missing between the first and the last stored one. */
function gapsOf({ stretches }: MarketSummary): readonly Gap[] {
  return stretches.slice(1).map((stretch, index) => ({ from: stretches[index].to, to: stretch.from }));
}

/** `87840 minutes, 2023-08-01 00:00 to 2023-09-30 23:59, no gaps, fingerprint 0123456789ab`. */
export function summaryText(summary: MarketSummary): string {
  const { stretches, minutes, fingerprint } = summary;
  if (stretches.length === 0) return 'nothing that can be read';
  const [first] = stretches;
  const range = describeGap({ from: first.from, to: stretches[stretches.length - 1].to });
  const missing = missingMinutes(gapsOf(summary));
  const gaps = missing === 0 ? 'no gaps' : `${missing} missing`;
  return `${counted(minutes, 'minute')}, ${range}, ${gaps}, fingerprint ${fingerprint.slice(0, SHORT_FINGERPRINT)}`;
}

/** A market and, below it, its gaps. */
export function marketText(summary: MarketSummary): string {
  const gaps = gapsOf(summary).map(
    (gap) => `  gap: ${describeGap(gap)} (${counted(missingMinutes([gap]), 'minute')})\n`,
  );
  return `${marketKey(summary.market)}\n  ${summaryText(summary)}\n${gaps.join('')}`;
}

/** A market for machines: times are ISO, ranges end before `to`. */
export function marketJson(summary: MarketSummary): object {
  const { market, stretches, minutes, fingerprint } = summary;
  const range =
    stretches.length === 0 ? null : spanJson({ from: stretches[0].from, to: stretches[stretches.length - 1].to });
  return { market: marketKey(market), ...range, minutes, gaps: gapsOf(summary).map(spanJson), fingerprint };
}

/** Minutes in a row for machines. */
export function spanJson({ from, to }: Gap): object {
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString(), minutes: (to - from) / MINUTE };
}

/** What was found on reading a market. */
export function verificationText({ market, months, faults }: Verification): string {
  const found = faults.length === 0 ? 'as it was written' : `${faults.length} damaged`;
  return `${marketKey(market)}\n  ${counted(months, 'month')} read, ${found}\n${faults.map((fault) => `  ${fault}\n`).join('')}`;
}

/** The same for machines. */
export function verificationJson({ market, months, faults }: Verification): object {
  return { market: marketKey(market), months, faults };
}
