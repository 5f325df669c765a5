import { type FileHandle, open } from 'node:fs/promises';
import type { CandleColumns } from '../../model/candle.ts';
import { JbtError } from '../../model/errors.ts';
import { MINUTE, type TimeRange } from '../../model/time.ts';
import type { TimeUnit } from './time.ts';

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

/** How files of candles are to be read. */
export interface CandleFileOptions {
  /** Minutes missing between the rows of a file: an error, or flat candles. */
  readonly gaps: 'refuse' | 'fill';
  /** Null recognises it row by row. */
  readonly timeUnit: TimeUnit | null;
  /** Names of the columns in their order; null takes those of the file, or of Binance. */
  readonly columns: readonly string[] | null;
  /** Hears now and then how many rows of a file were read. */
  readonly onRows?: (rows: number) => void;
}

/** A file or pipe that was opened, and its first bytes. */
export interface OpenedFile {
  /** As the user named it, for errors. */
  readonly name: string;
  readonly path: string;
  readonly start: Buffer;
  /** False for a pipe, which can be read once and only forwards. */
  readonly isRegular: boolean;
  /** All bytes, `start` included; to be read once. */
  readonly bytes: AsyncIterable<Buffer>;
}

/** The port of readers: one for each format of candle files. */
export interface CandleFileReader {
  /** True for files that begin with these bytes, at most eight. */
  recognises(start: Buffer): boolean;
  /**
   * Throws JbtError `InvalidCandles`, `ConflictingCandles` or `CandleGap` with the file, the place in it, and what was
   * found.
   */
  read(file: OpenedFile, options: CandleFileOptions): Promise<readonly CandleFile[]>;
}

/** As many as the longest signature of a format. */
const START_BYTES = 8;
/** Large pieces: the time goes into what is done once a piece. */
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
    const isRegular = (await file.stat()).isFile();
    const reader = readers.find((candidate) => candidate.recognises(start));
    if (reader === undefined) throw new JbtError('InvalidCandles', `${name} is no file of candles`);
    return await reader.read({ name, path, start, isRegular, bytes: bytesOf(file, start) }, options);
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
