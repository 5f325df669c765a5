import type { MergeCount } from '../adapters/candles-lmdb-merge.ts';
import type { CandleFile } from '../model/candles-file.ts';
import { describeGap, type Gap, listGaps, missingMinutes } from '../model/candles-gap.ts';
import { type Market, marketKey } from '../model/market.ts';
import { MINUTE } from '../model/time.ts';
import type { MarketSummary } from '../run/ports.ts';
import { counted, marketJson, spanJson, summaryText } from './candles-answer.ts';

/** What an import did. */
export interface ImportAnswer {
  readonly market: Market;
  readonly files: readonly CandleFile[];
  /** One for each file. */
  readonly counts: readonly MergeCount[];
  /** All of the market, now. */
  readonly stored: MarketSummary;
}

/** For people. */
export function importText({ market, files, counts, stored }: ImportAnswer): string {
  const lines = files.map((file, index) => `  ${file.name}: ${fileText(file, counts[index])}\n`);
  return `${marketKey(market)}\n${lines.join('')}  stored: ${summaryText(stored)}\n`;
}

/** For machines. */
export function importJson({ market, files, counts, stored }: ImportAnswer): string {
  const described = files.map((file, index) => ({
    file: file.name,
    ...spanJson(spanOf(file)),
    ...counts[index],
    duplicates: file.duplicates,
    filled: file.filled.map(spanJson),
  }));
  return `${JSON.stringify({ market: marketKey(market), files: described, stored: marketJson(stored) }, null, 2)}\n`;
}

function fileText(file: CandleFile, { added, alreadyStored }: MergeCount): string {
  const parts = [`${added} new, ${alreadyStored} already stored, ${describeGap(spanOf(file))}`];
  if (file.duplicates > 0) parts.push(`${counted(file.duplicates, 'duplicate row')} ignored`);
  const filled = missingMinutes(file.filled);
  if (filled > 0) parts.push(`${counted(filled, 'missing minute')} filled: ${listGaps(file.filled)}`);
  return parts.join('; ');
}

function spanOf({ candles }: CandleFile): Gap {
  return { from: candles.start, to: candles.start + candles.length * MINUTE };
}
