import { pipeline, type Readable } from 'node:stream';
import { crc32, createGunzip } from 'node:zlib';
import { openPromise } from 'yauzl';
import { JbtError } from '../../../model/errors.ts';
import type { OpenedFile } from '../file.ts';

/** The bytes of one CSV file, unpacked. */
export interface CsvContent {
  readonly name: string;
  /** Number of bytes as the file or archive tells it; null when it does not. */
  readonly size: number | null;
  readonly bytes: AsyncIterable<Buffer>;
}

type Packing = 'plain' | 'gzip' | 'zip';

/** Large pieces, because much of the time goes into work per piece. */
const PIECE_BYTES = 1 << 18;

/** Unpacks a file or pipe, recognised by its first bytes: itself, or every `.csv` of a zip archive. */
export async function* readContents({ name, path, start, size, bytes }: OpenedFile): AsyncGenerator<CsvContent> {
  switch (packingOf(start)) {
    case 'plain':
      yield { name, size, bytes };
      return;
    case 'gzip':
      yield { name, size: null, bytes: gunzip(bytes) };
      return;
    case 'zip':
      if (size === null) throw new JbtError('InvalidCandles', `${name} ${ZIP_IN_PIPE}`);
      yield* unzip(path, name);
  }
}

const ZIP_IN_PIPE = 'is a zip archive in a pipe, which cannot be read from its end: make it a file first';

function packingOf(start: Buffer): Packing {
  if (start[0] === 0x1f && start[1] === 0x8b) return 'gzip';
  return start.toString('latin1').startsWith('PK') ? 'zip' : 'plain';
}

function gunzip(bytes: AsyncIterable<Buffer>): Readable {
  // The last stream passes on the errors of the others.
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
      yield { name: `${name}/${entry.fileName}`, size: entry.uncompressedSize, bytes: checked(bytes, entry.crc32) };
    }
  } finally {
    archive.close();
  }
  if (found === 0) throw new JbtError('InvalidCandles', `${name} is an archive without a .csv file in it`);
}

/** Checks the CRC-32, because the archive's reader checks only lengths. */
async function* checked(bytes: Readable, expected: number): AsyncGenerator<Buffer> {
  let checksum = 0;
  for await (const piece of bytes) {
    checksum = crc32(piece, checksum);
    yield piece;
  }
  if (checksum !== expected) throw new Error('the checksum of the archive does not fit');
}
