import { type FileHandle, open } from 'node:fs/promises';
import type { CandleColumns } from '../../model/candle.ts';
import { JbtError } from '../../model/errors.ts';
import { MINUTE, type TimeRange } from '../../model/time.ts';
import type { TimeUnit } from './time.ts';

/** The candles of a file. */
export interface CandleFile {
  /** The name that the user gave; a file of an archive is `archive.zip/file.csv`. */
  readonly name: string;
  /** Minutes without a gap. */
  readonly candles: CandleColumns;
  /** Line of each candle, counted from 1; 0 where a missing minute was filled. */
  readonly lines: Uint32Array;
  /** Number of rows that repeat an earlier row. */
  readonly duplicates: number;
  /** Missing minutes that were filled. */
  readonly filled: readonly TimeRange[];
}

/** Options for reading files of candles. */
export interface CandleFileOptions {
  /** Minutes missing between the rows of a file: an error, or flat candles. */
  readonly gaps: 'refuse' | 'fill';
  /** Unit of the times; null recognises it row by row. */
  readonly timeUnit: TimeUnit | null;
  /** Names of the columns in their order; null takes those of the file, or of Binance. */
  readonly columns: readonly string[] | null;
  /** Is called now and then with the number of rows read. */
  readonly onRows?: (rows: number) => void;
}

/** A file or pipe that was opened, and its first bytes. */
export interface OpenedFile {
  /** The name that the user gave, for errors. */
  readonly name: string;
  readonly path: string;
  readonly start: Buffer;
  /** Bytes of a regular file. Null for a pipe, which can be read once and only forwards. */
  readonly size: number | null;
  /** All bytes, `start` included. They can be read once. */
  readonly bytes: AsyncIterable<Buffer>;
}

/** The port of readers: one for each format of candle files. */
export interface CandleFileReader {
  /** True for files that begin with these bytes, at most eight. */
  recognises(start: Buffer): boolean;
  /** Reads the candles. Throws JbtError `InvalidCandles`, `ConflictingCandles` or `CandleGap` with the file and the line. */
  read(file: OpenedFile, options: CandleFileOptions): Promise<readonly CandleFile[]>;
}

/** Length of the longest signature of a format. */
const START_BYTES = 8;
/** Large pieces, because much of the time goes into work per piece. */
const PIECE_BYTES = 1 << 18;

/** Reads a file with the first reader that recognises it. Throws JbtError `FileNotFound`, and what the reader throws. */
export async function readCandleFiles(
  readers: readonly CandleFileReader[],
  path: string,
  name: string,
  options: CandleFileOptions,
): Promise<readonly CandleFile[]> {
  const file = await named(name, open(path));
  try {
    const start = await named(name, firstBytes(file));
    if (start.length === 0) throw new JbtError('InvalidCandles', `${name} is empty`);
    const stats = await file.stat();
    const size = stats.isFile() ? stats.size : null;
    const reader = readers.find((candidate) => candidate.recognises(start));
    if (reader === undefined) throw new JbtError('InvalidCandles', `${name} is no file of candles`);
    return await reader.read({ name, path, start, size, bytes: bytesOf(file, start) }, options);
  } finally {
    await file.close();
  }
}

async function firstBytes(file: FileHandle): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(START_BYTES), 0, START_BYTES, null);
  return buffer.subarray(0, bytesRead);
}

async function* bytesOf(file: FileHandle, start: Buffer): AsyncGenerator<Buffer> {
  yield start;
  yield* file.createReadStream({ highWaterMark: PIECE_BYTES, autoClose: false });
}

/** Turns an error of the system into JbtError `FileNotFound` with the name of the file. */
async function named<Value>(name: string, action: Promise<Value>): Promise<Value> {
  try {
    return await action;
  } catch (error) {
    throw new JbtError('FileNotFound', `${name} ${reasonOf(error)}`);
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : error;
  if (code === 'ENOENT') return 'does not exist';
  return code === 'EISDIR' ? 'is a folder: name the files in it' : `cannot be read (${code})`;
}

/** Returns the range from the first minute of a file to the end of its last. */
export function spanOf({ candles }: CandleFile): TimeRange {
  return { from: candles.start, to: candles.start + candles.length * MINUTE };
}

/** Returns the gaps between the ranges of files. */
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
