import { type FileHandle, open } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { crc32, createGunzip } from 'node:zlib';
import { openPromise } from 'yauzl';
import { JbtError } from '../../../model/errors.ts';

/** The bytes of one CSV file, unpacked. */
export interface CsvContent {
  readonly name: string;
  readonly bytes: AsyncIterable<Buffer>;
}

type Packing = 'plain' | 'gzip' | 'zip';

/** Large pieces: the time goes into what is done once a piece. */
const PIECE_BYTES = 1 << 18;

/** Unpacks what a file or pipe holds, told by its first bytes: itself, or every `.csv` of a zip archive. */
export async function* readContents(path: string, name: string): AsyncGenerator<CsvContent> {
  const file = await named(name, open(path));
  try {
    const start = await named(name, firstBytes(file));
    switch (packingOf(start, name)) {
      case 'plain':
        yield { name, bytes: bytesOf(file, start) };
        return;
      case 'gzip':
        yield { name, bytes: gunzip(bytesOf(file, start)) };
        return;
      case 'zip':
        if (!(await file.stat()).isFile()) throw new JbtError('InvalidCandles', `${name} ${ZIP_IN_PIPE}`);
        yield* unzip(path, name);
    }
  } finally {
    await file.close();
  }
}

const ZIP_IN_PIPE = 'is a zip archive in a pipe, which cannot be read from its end: make it a file first';

function packingOf(start: Buffer, name: string): Packing {
  if (start.length === 0) throw new JbtError('InvalidCandles', `${name} is empty`);
  if (start[0] === 0x1f && start[1] === 0x8b) return 'gzip';
  return start.toString('latin1').startsWith('PK') ? 'zip' : 'plain';
}

async function firstBytes(file: FileHandle): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, null);
  return buffer.subarray(0, bytesRead);
}

/** All of a file whose start was read: a pipe can be read but once. */
async function* bytesOf(file: FileHandle, start: Buffer): AsyncGenerator<Buffer> {
  yield start;
  yield* file.createReadStream({ highWaterMark: PIECE_BYTES, autoClose: false });
}

/** What was done with a file, or JbtError `FileNotFound` with the name of it. */
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

function gunzip(bytes: AsyncGenerator<Buffer>): Readable {
  // Whoever reads the last stream hears of an error in any of them.
  return pipeline(bytes, createGunzip({ chunkSize: PIECE_BYTES }), () => {});
}

async function* unzip(path: string, name: string): AsyncGenerator<CsvContent> {
  const archive = await openPromise(path, { lazyEntries: true, autoClose: false });
  let found = 0;
  try {
    for await (const entry of archive.eachEntry()) {
      if (!/\.csv$/i.test(entry.fileName)) continue;
      found += 1;
      const bytes = await archive.openReadStreamPromise(entry);
      yield { name: `${name}/${entry.fileName}`, bytes: checked(bytes, entry.crc32) };
    }
  } finally {
    archive.close();
  }
  if (found === 0) throw new JbtError('InvalidCandles', `${name} is an archive without a .csv file in it`);
}

/** The archive's own reader checks lengths but no checksums. */
async function* checked(bytes: Readable, expected: number): AsyncGenerator<Buffer> {
  let checksum = 0;
  for await (const piece of bytes) {
    checksum = crc32(piece, checksum);
    yield piece;
  }
  if (checksum !== expected) throw new Error('the checksum of the archive does not fit');
}
