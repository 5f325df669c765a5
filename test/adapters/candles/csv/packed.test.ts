import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { csvReader } from '../../../../src/adapters/candles/csv/csv.ts';
import { readCandleFiles } from '../../../../src/adapters/candles/unpack/unpack.ts';
import {
  collect,
  expectThree,
  HEADER,
  lines,
  readCsv,
  readOne,
  row,
  STRICT,
  THREE,
} from '../../../support/candle-files.ts';
import { testFolder } from '../../../support/folder.ts';
import { zip } from '../../../support/zip.ts';

/** Not compressed, so that a flipped digit makes another candle. */
const STORED = zip({ 'a.csv': THREE }, false);

describe('a packed file', () => {
  it('is unpacked with gzip, whatever it is called', async () => {
    expectThree(await readOne(gzipSync(THREE)));
  });

  it('is unpacked with zip, every CSV file of it', async () => {
    const files = await readCsv(
      zip({ 'fil-2023-08-01.csv': THREE, 'readme.txt': 'no candles', 'fil-2023-08-02.CSV': lines(HEADER, row(3)) }),
    );
    expect(files.map(({ name }) => name)).toEqual(['candles.csv/fil-2023-08-01.csv', 'candles.csv/fil-2023-08-02.CSV']);
    expectThree(files[0]);
    expect(files[1].rows.minutes.length).toBe(1);
  });

  it.each<[string, string | Buffer]>([
    ['plain', THREE],
    ['gzipped', gzipSync(THREE)],
  ])('is read from a pipe, %s', async (_what, content) => {
    const [file] = await readPipe(content);
    expectThree(file);
  });

  it('is refused when it is a zip archive in a pipe', async () => {
    await expect(readPipe(STORED)).rejects.toMatchObject({
      code: 'InvalidCandles',
      message: expect.stringMatching(/^pipe is a zip archive in a pipe, .*: make it a file first$/),
    });
  });

  it.each<[string, Buffer, RegExp]>([
    [
      'a gzip file that is cut off',
      gzipSync(THREE).subarray(0, 40),
      /^candles.csv cannot be read to its end \(unexpected end of file\)/,
    ],
    ['a gzip file with a flipped byte', flipped(gzipSync(THREE), 30), /^candles.csv cannot be read to its end/],
    [
      'a zip archive that is cut off',
      zip({ 'a.csv': THREE }).subarray(0, 60),
      /^candles.csv cannot be read to its end/,
    ],
    [
      'a zip archive with a flipped byte',
      flipped(STORED, STORED.indexOf('3,10') + 3),
      /the checksum of the archive does not fit/,
    ],
    [
      'a zip archive without a file of candles',
      zip({ 'readme.md': 'x' }),
      /^candles.csv is an archive without a file of candles in it$/,
    ],
  ])('is refused when it is %s', async (_what, content, message) => {
    await expect(readCsv(content)).rejects.toMatchObject({
      code: 'InvalidCandles',
      message: expect.stringMatching(message),
    });
  });
});

/** Reads content from a named pipe. */
async function readPipe(content: string | Buffer) {
  const path = join(testFolder(), 'pipe');
  execFileSync('mkfifo', [path]);
  const [files] = await Promise.all([
    collect(readCandleFiles([csvReader], path, 'pipe', STRICT)),
    writeFile(path, content),
  ]);
  return files;
}

function flipped(bytes: Buffer, index: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[index] ^= 1;
  return copy;
}
