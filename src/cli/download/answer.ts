import { describeGap } from '../../model/gap.ts';
import { type Market, marketKey } from '../../model/market.ts';
import { DAY, type TimeRange, type Timestamp } from '../../model/time.ts';
import type { MarketSummary } from '../../run/ports.ts';
import { formatCount, formatRate } from '../../run/text/numbers.ts';
import { counted, marketJson, spanJson, summaryText } from '../candles/answer.ts';
import type { PartCount } from './market-download.ts';

/** Result of the download of a market. */
export interface MarketAnswer {
  readonly market: Market;
  readonly counts: readonly PartCount[];
  /** The market after the download. */
  readonly stored: MarketSummary;
}

/** Archives of a day appear so long after its end. */
const LATEST_DAY = 3 * DAY;

type AbsenceReason = 'not listed then' | 'not yet published' | 'delisted, or not published' | 'not published';

interface Absence {
  readonly range: TimeRange;
  readonly reason: AbsenceReason;
}

/** For people. */
export function downloadText(answers: readonly MarketAnswer[], now: Timestamp): string {
  return answers.map((answer) => marketText(answer, now)).join('');
}

function marketText(answer: MarketAnswer, now: Timestamp): string {
  const { market, counts, stored } = answer;
  const absences = absencesOf(answer, now).map(({ range, reason }) => `${describeGap(range)}: ${reason}`);
  const lines = [monthsText(counts), minutesText(counts), ...absences, `stored: ${summaryText(stored)}`];
  return `${marketKey(market)}\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

function monthsText(counts: readonly PartCount[]): string {
  const number = (outcome: PartCount['outcome']) => counts.filter((count) => count.outcome === outcome).length;
  const parts = [`${counted(number('downloaded'), 'month')} downloaded`, `${number('skipped')} stored already`];
  if (number('absent') > 0) parts.push(`${number('absent')} not at the source`);
  return parts.join(', ');
}

function minutesText(counts: readonly PartCount[]): string {
  const { added, replaced, filled, bytes } = totalsOf(counts);
  if (bytes === 0) return 'nothing new';
  const parts = [`${formatCount(added)} new ${added === 1 ? 'minute' : 'minutes'}`];
  if (replaced > 0) parts.push(`${formatCount(replaced)} replaced`);
  if (filled > 0) parts.push(`${formatCount(filled)} of them filled`);
  return `${parts.join(', ')}; ${formatRate(bytes)}B`;
}

/** For machines. */
export function downloadJson(source: string, answers: readonly MarketAnswer[], now: Timestamp): string {
  const markets = answers.map((answer) => ({
    market: marketKey(answer.market),
    ...totalsOf(answer.counts),
    months: answer.counts.map(({ part, outcome, added, replaced, filled, bytes }) => ({
      ...spanJson(part),
      outcome,
      added,
      replaced,
      filled,
      bytes,
    })),
    absent: absencesOf(answer, now).map(({ range, reason }) => ({ ...spanJson(range), reason })),
    stored: marketJson(answer.stored),
  }));
  return `${JSON.stringify({ source, markets }, null, 2)}\n`;
}

function totalsOf(counts: readonly PartCount[]) {
  const sum = (numberOf: (count: PartCount) => number) => counts.reduce((total, count) => total + numberOf(count), 0);
  const number = (outcome: PartCount['outcome']) => sum((count) => (count.outcome === outcome ? 1 : 0));
  return {
    downloaded: number('downloaded'),
    skipped: number('skipped'),
    absentMonths: number('absent'),
    added: sum(({ added }) => added),
    replaced: sum(({ replaced }) => replaced),
    filled: sum(({ filled }) => filled),
    bytes: sum(({ bytes }) => bytes),
  };
}

/** Explains what a source has no file of, by what is stored around it. */
function absencesOf({ counts, stored }: MarketAnswer, now: Timestamp): readonly Absence[] {
  const first = stored.ranges[0].from;
  const end = stored.ranges[stored.ranges.length - 1].to;
  const reasonOf = ({ from, to }: TimeRange): AbsenceReason => {
    if (to <= first) return 'not listed then';
    if (to > now - LATEST_DAY) return 'not yet published';
    return from >= end ? 'delisted, or not published' : 'not published';
  };
  const absences: Absence[] = [];
  for (const range of counts.flatMap(({ absent }) => absent)) {
    const reason = reasonOf(range);
    const last = absences.at(-1);
    if (last?.reason === reason && last.range.to === range.from) {
      absences[absences.length - 1] = { range: { from: last.range.from, to: range.to }, reason };
    } else {
      absences.push({ range, reason });
    }
  }
  return absences;
}
