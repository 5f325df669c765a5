import { type CandleFile, spanOf } from '../../adapters/candles/file.ts';
import type { MergeCount, Merged } from '../../adapters/candles/lmdb/store.ts';
import { describeGap, describeGaps, listGaps, missingMinutes } from '../../model/gap.ts';
import { type Market, marketKey } from '../../model/market.ts';
import type { TimeRange } from '../../model/time.ts';
import type { MarketSummary } from '../../run/ports.ts';
import { counted, marketJson, spanJson, summaryText } from '../candles/answer.ts';

/** Result of an import. */
export interface ImportAnswer {
  readonly market: Market;
  readonly files: readonly CandleFile[];
  readonly merged: Merged;
  /** The market after the import. */
  readonly stored: MarketSummary;
}

/** For people. */
export function importText({ market, files, merged, stored }: ImportAnswer): string {
  const lines = files.map((file, index) => `${file.name}: ${fileText(file, merged.counts[index])}`);
  lines.push(...noteTexts(files), ...betweenTexts(merged), `stored: ${summaryText(stored)}`);
  return `${marketKey(market)}\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

/** For machines. */
export function importJson({ market, files, merged, stored }: ImportAnswer): string {
  const described = files.map((file, index) => ({
    file: file.name,
    ...spanJson(spanOf(file)),
    ...merged.counts[index],
    duplicates: file.duplicates,
    filled: merged.counts[index].filled.map(spanJson),
    notes: file.notes,
  }));
  const answer = {
    market: marketKey(market),
    files: described,
    filledBetween: merged.filledBetween.map(spanJson),
    leftBetween: merged.leftBetween.map(spanJson),
    stored: marketJson(stored),
  };
  return `${JSON.stringify(answer, null, 2)}\n`;
}

function fileText(file: CandleFile, { added, replaced, alreadyStored, filled }: MergeCount): string {
  const parts = [`${added} new, ${alreadyStored} already stored, ${describeGap(spanOf(file))}`];
  if (replaced > 0) parts.push(`${counted(replaced, 'stored minute')} replaced`);
  if (file.duplicates > 0) parts.push(`${counted(file.duplicates, 'duplicate row')} ignored`);
  if (filled.length > 0) parts.push(filledText(filled));
  return parts.join('; ');
}

/** Says once what holds for several files. */
function noteTexts(files: readonly CandleFile[]): readonly string[] {
  const notes = new Set(files.flatMap((file) => file.notes));
  return [...notes].map((note) => {
    const noted = files.filter((file) => file.notes.includes(note));
    const others = noted.length === 1 ? '' : ` and ${counted(noted.length - 1, 'other file')}`;
    return `note: ${noted[0].name}${others}: ${note}`;
  });
}

function betweenTexts({ filledBetween, leftBetween }: Merged): readonly string[] {
  const texts: string[] = [];
  if (filledBetween.length > 0) texts.push(`between files: ${filledText(filledBetween)}`);
  if (leftBetween.length > 0) texts.push(`between files: ${describeGaps(leftBetween)}; a day or more is not filled`);
  return texts;
}

function filledText(gaps: readonly TimeRange[]): string {
  return `${counted(missingMinutes(gaps), 'missing minute')} filled: ${listGaps(gaps)}`;
}
