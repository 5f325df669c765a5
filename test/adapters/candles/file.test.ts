import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'vitest';
import { csvReader } from '../../../src/adapters/candles/csv/csv.ts';
import type { CandleFileReader } from '../../../src/adapters/candles/file.ts';
import { readCandleFiles } from '../../../src/adapters/candles/unpack/unpack.ts';
import { collect, expectThree, STRICT, THREE } from '../../support/candle-files.ts';
import { testFolder } from '../../support/folder.ts';

const SIGNATURE = 'CANDLES1';

/** CSV behind a signature. */
const signedReader: CandleFileReader = {
  format: 'signed',
  recognises: (start) => start.toString('latin1', 0, SIGNATURE.length) === SIGNATURE,
  async *read(content, options) {
    const pieces: Buffer[] = [];
    for await (const piece of content.bytes()) pieces.push(piece);
    const bytes = Buffer.concat(pieces).subarray(SIGNATURE.length);
    yield* csvReader.read({ ...content, start: bytes.subarray(0, 8), bytes: () => once(bytes) }, options);
  },
};

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

it.each([THREE, SIGNATURE + THREE])('a file is read by the first reader that recognises its bytes', async (content) => {
  const path = join(testFolder(), 'candles');
  writeFileSync(path, content);
  const [file] = await collect(readCandleFiles([signedReader, csvReader], path, 'candles', STRICT));
  expectThree(file);
});
