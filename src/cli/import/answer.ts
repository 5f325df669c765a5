import type { MergeCount, Merged } from '../../adapters/candles/lmdb/store.ts';
import { countedCandles, describeGap, describeGaps, listGaps } from '../../model/gap.ts';
import { type Market, marketKey } from '../../model/market.ts';
import { MINUTE, type TimeRange } from '../../model/time.ts';
import { minutesOf } from '../../model/timeframe.ts';
import type { MarketSummary } from '../../run/ports.ts';
import { counted, marketJson, spanJson, summaryText } from '../candles/answer.ts';

/** Result of an import. */
export interface ImportAnswer {
  readonly market: Market;
  readonly merged: Merged;
  /** The market after the import. */
  readonly stored: MarketSummary;
}

/** For people. */
export function importText({ market, merged, stored }: ImportAnswer): string {
  const step = minutesOf(merged.base) * MINUTE;
  const lines = merged.counts.map((count) => `${count.name}: ${fileText(count, step)}`);
  lines.push(...noteTexts(merged.counts), ...betweenTexts(merged, step), `stored: ${summaryText(stored)}`);
  return `${marketKey(market)}\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

/** For machines. */
export function importJson({ market, merged, stored }: ImportAnswer): string {
  const files = merged.counts.map(({ name, span, filled, added, replaced, alreadyStored, duplicates, notes }) => ({
    file: name,
    ...spanJson(span),
    ...{ added, replaced, alreadyStored, duplicates, notes },
    filled: filled.map(spanJson),
  }));
  const answer = {
    market: marketKey(market),
    base: merged.base,
    files,
    filledBetween: merged.filledBetween.map(spanJson),
    leftBetween: merged.leftBetween.map(spanJson),
    stored: marketJson(stored),
  };
  return `${JSON.stringify(answer, null, 2)}\n`;
}

function fileText({ added, replaced, alreadyStored, span, duplicates, filled }: MergeCount, step: number): string {
  const parts = [`${added} new, ${alreadyStored} already stored, ${describeGap(span, step)}`];
  if (replaced > 0) parts.push(`${counted(replaced, step === MINUTE ? 'stored minute' : 'stored candle')} replaced`);
  if (duplicates > 0) parts.push(`${counted(duplicates, 'duplicate row')} ignored`);
  if (filled.length > 0) parts.push(filledText(filled, step));
  return parts.join('; ');
}

/** Says once what holds for several files. */
function noteTexts(files: readonly MergeCount[]): readonly string[] {
  const notes = new Set(files.flatMap((file) => file.notes));
  return [...notes].map((note) => {
    const noted = files.filter((file) => file.notes.includes(note));
    const others = noted.length === 1 ? '' : ` and ${counted(noted.length - 1, 'other file')}`;
    return `note: ${noted[0].name}${others}: ${note}`;
  });
}

function betweenTexts({ filledBetween, leftBetween }: Merged, step: number): readonly string[] {
  const texts: string[] = [];
  if (filledBetween.length > 0) texts.push(`between files: ${filledText(filledBetween, step)}`);
  if (leftBetween.length > 0) {
    const advice = 'a day or more is not filled (--gaps sessions fills hours in which the market was closed)';
    texts.push(`between files: ${describeGaps(leftBetween, step)}; ${advice}`);
  }
  return texts;
}

function filledText(gaps: readonly TimeRange[], step: number): string {
  return `${countedCandles(gaps, step, 'missing ')} filled: ${listGaps(gaps, step)}`;
}
