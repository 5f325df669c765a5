import type { CandleColumns } from '../../model/candle.ts';
import { MINUTE, type TimeRange } from '../../model/time.ts';

/** What a file of candles turned out to hold. */
export interface CandleFile {
  /** As the user named it; a file of an archive is `archive.zip/file.csv`. */
  readonly name: string;
  /** Minutes without a hole. */
  readonly candles: CandleColumns;
  /** Line of each candle, counted from 1; 0 where a missing minute was filled. */
  readonly lines: Uint32Array;
  /** Rows that say again what an earlier row says. */
  readonly duplicates: number;
  /** Missing minutes that were filled. */
  readonly filled: readonly TimeRange[];
}

/** From the first minute of a file to the end of its last. */
export function spanOf({ candles }: CandleFile): TimeRange {
  return { from: candles.start, to: candles.start + candles.length * MINUTE };
}

/** The minutes between files that none of them spans. */
export function gapsBetween(files: readonly CandleFile[]): readonly TimeRange[] {
  const spans = files.map(spanOf).sort((a, b) => a.from - b.from);
  const gaps: TimeRange[] = [];
  let end = spans[0]?.from ?? 0;
  for (const { from, to } of spans) {
    if (from > end) gaps.push({ from: end, to: from });
    end = Math.max(end, to);
  }
  return gaps;
}
