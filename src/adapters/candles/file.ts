import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { JbtError } from '../../model/errors.ts';
import type { FileRows, RowWord, Stamp } from './rows/rows.ts';
import type { DateOrder, TimeUnit, Zone } from './time/time.ts';

/** The candles of a file, or a part of them: a file with many rows comes in parts, so that memory stays bounded. */
export interface CandleFile {
  /** The name that the user gave; a file of an archive is `archive.zip/file.csv`. */
  readonly name: string;
  readonly rowWord: RowWord;
  /** False for a further part of the file before. */
  readonly isFirstPart: boolean;
  readonly rows: FileRows;
  readonly stamp: Stamp;
  /** Minutes of a candle where the file itself notes them, as ends beside starts do; null where it does not. */
  readonly length: number | null;
  /** Number of rows that repeat an earlier row of the part. */
  readonly duplicates: number;
  /** True when times without a zone were taken as UTC. */
  readonly isAssumedUtc: boolean;
  /** Choices that reading made, in words; the last part has all of them. */
  readonly notes: readonly string[];
}

/** Options for reading files of candles. */
export interface CandleFileOptions {
  /** Unit of the times; null recognises it row by row. */
  readonly timeUnit: TimeUnit | null;
  /** Order of day and month; null takes it from the dates of the file. */
  readonly dateOrder: DateOrder | null;
  /** Clock of times without an offset; null takes them as UTC. */
  readonly timeZone: Zone | null;
  /** The moment of a candle that times stand for; null takes the open, unless a format is known to stamp the close. */
  readonly stamp: Stamp | null;
  /** Names of the columns in their order; null takes those of the file, or of Binance. */
  readonly columns: readonly string[] | null;
  /** Only rows with these values are read. */
  readonly where: readonly { readonly column: string; readonly value: string }[];
  /** The file of an archive; null takes all, which must be of one market. */
  readonly entry: string | null;
  /** Is called now and then with the number of rows read, and the share of the file where it is known. */
  readonly onRows?: (rows: number, share: number | null) => void;
}

/** Options that leave every choice to the files. */
export const DEFAULT_OPTIONS: CandleFileOptions = {
  timeUnit: null,
  dateOrder: null,
  timeZone: null,
  stamp: null,
  columns: null,
  where: [],
  entry: null,
};

/** The bytes of one file, unpacked. */
export interface CandleContent {
  /** The name for errors. */
  readonly name: string;
  /** Number of bytes as the file or archive tells it; null when it does not. */
  readonly size: number | null;
  /** The first bytes, up to 4 kB. */
  readonly start: Buffer;
  /** All bytes, `start` included. */
  bytes(): AsyncIterable<Buffer>;
  /** Returns the share of the packed bytes that was read, where `size` is not known. */
  share?(): number;
  /** False for a pipe, whose bytes can be read once. */
  readonly isRepeatable: boolean;
}

/** The port of readers: one for each format of candle files. */
export interface CandleFileReader {
  /** Name of the format, for errors. */
  readonly format: string;
  /** True for files that begin with these bytes, at most 4 kB. */
  recognises(start: Buffer): boolean;
  /** Reads the candles in parts. Throws JbtError `InvalidCandles` or `ConflictingCandles` with the file and the line. */
  read(content: CandleContent, options: CandleFileOptions): AsyncIterable<CandleFile>;
}

/** A file or pipe that was opened. */
export interface OpenedFile {
  /** The name that the user gave, for errors. */
  readonly name: string;
  readonly path: string;
  /** Bytes of a regular file. Null for a pipe, which can be read once and only forwards. */
  readonly size: number | null;
  /** Returns the bytes from the start. A pipe has them once. */
  open(): AsyncIterable<Buffer>;
}

/** Large pieces, because much of the time goes into work per piece. */
const PIECES = { highWaterMark: 1 << 18 };

/** Opens a file or pipe for as long as it is read. Throws JbtError `FileNotFound`. */
export async function* withFile<Value>(
  path: string,
  name: string,
  read: (file: OpenedFile) => AsyncIterable<Value>,
): AsyncGenerator<Value> {
  const file = await named(name, open(path));
  try {
    const stats = await file.stat();
    if (stats.isDirectory()) throw new JbtError('FileNotFound', `${name} is a folder: name the files in it`);
    const size = stats.isFile() ? stats.size : null;
    yield* read({
      name,
      path,
      size,
      open: () => (size === null ? bytesOf(file) : createReadStream(path, PIECES)),
    });
  } finally {
    await file.close();
  }
}

/** Reads a content with the first reader that recognises it. */
export async function* readContent(
  readers: readonly CandleFileReader[],
  content: CandleContent,
  options: CandleFileOptions,
): AsyncGenerator<CandleFile> {
  const reader = readers.find((candidate) => candidate.recognises(content.start));
  if (reader === undefined) throw new JbtError('InvalidCandles', `${content.name} is no file of candles`);
  try {
    yield* reader.read(content, options);
  } catch (error) {
    if (error instanceof JbtError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    const fault = `cannot be read to its end (${reason}): it is damaged or no ${reader.format} file`;
    throw new JbtError('InvalidCandles', `${content.name} ${fault}`);
  }
}

/** A pipe must not be opened twice. A file is: streams of one handle end each other. */
function bytesOf(pipe: FileHandle): AsyncIterable<Buffer> {
  return pipe.createReadStream({ ...PIECES, autoClose: false });
}

/** Turns an error of the system into JbtError `FileNotFound` with the name of the file. */
async function named<Value>(name: string, action: Promise<Value>): Promise<Value> {
  try {
    return await action;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error;
    throw new JbtError('FileNotFound', `${name} ${code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`}`);
  }
}
