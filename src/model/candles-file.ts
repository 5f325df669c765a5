import type { CandleColumns } from './candle.ts';
import type { Gap } from './candles-gap.ts';

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
  readonly filled: readonly Gap[];
}
