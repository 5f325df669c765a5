import { JbtError } from '../../../model/errors.ts';
import { isFillable, missingMinutes } from '../../../model/gap.ts';
import type { Market } from '../../../model/market.ts';
import type { TimeRange } from '../../../model/time.ts';
import { type CandleFile, gapsBetween } from '../file.ts';
import { fillGap, missingIn } from './fill.ts';
import { type Conflicts, mergeFile, type OpenMonth, type RowCount } from './merge.ts';
import type { Month } from './month.ts';
import { OpenMonths, type PutParts } from './open-months.ts';
import { describeDamage } from './read.ts';

/** Counts of a file's minutes after a merge. */
export interface MergeCount {
  readonly added: number;
  /** Stored minutes that got another candle. */
  readonly replaced: number;
  /** Minutes that were stored before. A filled minute never replaces a stored one. */
  readonly alreadyStored: number;
  /** Added minutes that the file lacks. */
  readonly filled: readonly TimeRange[];
}

/** Counts of all files after a merge. */
export interface Merged {
  /** One count for each file. */
  readonly counts: readonly MergeCount[];
  /** Minutes between the files that were filled. */
  readonly filledBetween: readonly TimeRange[];
  /** Gaps between the files that are too long to fill. */
  readonly leftBetween: readonly TimeRange[];
}

/** Merges files into the stored months of a market, within the caller's transaction. */
export function putFiles(
  parts: PutParts,
  market: Market,
  files: readonly CandleFile[],
  between: 'leave' | 'fill',
  conflicts: Conflicts,
): Merged {
  const months = new OpenMonths(parts, market);
  const monthFor = (month: Month) => months.open(month);
  const rows = files.map((file) => mergeFile({ market, files, conflicts, monthFor }, file));
  // Gaps are filled after all rows, because another file may have what one lacks.
  const counts = files.map((file, index) => fillFile(file, rows[index], monthFor));
  const missing = between === 'fill' ? missingBetween(market, files, monthFor) : [];
  const filledBetween = missing.filter(isFillable);
  for (const gap of filledBetween) fillGap(gap, monthFor);
  months.close();
  return { counts, filledBetween, leftBetween: missing.filter((gap) => !isFillable(gap)) };
}

function fillFile(file: CandleFile, rows: RowCount, monthFor: (month: Month) => OpenMonth): MergeCount {
  const filled = file.filled.flatMap((gap) => missingIn(gap, monthFor));
  for (const gap of filled) fillGap(gap, monthFor);
  const added = rows.added + missingMinutes(filled);
  const { replaced } = rows;
  return { added, replaced, alreadyStored: file.candles.length - added - replaced, filled };
}

/** Returns minutes that neither the files nor the store have. Throws JbtError `CorruptCandles` for a damaged month. */
function missingBetween(
  market: Market,
  files: readonly CandleFile[],
  monthFor: (month: Month) => OpenMonth,
): readonly TimeRange[] {
  const soundMonth = (month: Month) => {
    const open = monthFor(month);
    if (open.isDamaged) throw new JbtError('CorruptCandles', describeDamage(market, month));
    return open;
  };
  return gapsBetween(files).flatMap((gap) => missingIn(gap, soundMonth));
}
