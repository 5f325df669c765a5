import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'vitest';
import { csvReader } from '../../../src/adapters/candles/csv/csv.ts';
import { type CandleFileReader, readCandleFiles } from '../../../src/adapters/candles/file.ts';
import { expectThree, STRICT, THREE } from '../../support/candle-files.ts';
import { testFolder } from '../../support/folder.ts';

const SIGNATURE = 'CANDLES1';

/** CSV behind a signature. */
const signedReader: CandleFileReader = {
  recognises: (start) => start.toString('latin1') === SIGNATURE,
  async read(file, options) {
    const pieces: Buffer[] = [];
    for await (const piece of file.bytes) pieces.push(piece);
    const content = Buffer.concat(pieces).subarray(SIGNATURE.length);
    return csvReader.read({ ...file, start: content.subarray(0, 8), bytes: once(content) }, options);
  },
};

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

it.each([THREE, SIGNATURE + THREE])('a file is read by the first reader that recognises its bytes', async (content) => {
  const path = join(testFolder(), 'candles');
  writeFileSync(path, content);
  const [file] = await readCandleFiles([signedReader, csvReader], path, 'candles', STRICT);
  expectThree(file);
});
