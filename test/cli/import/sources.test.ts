import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HEADER, lines, row, THREE } from '../../support/candle-files.ts';
import { type Answer, commandLine } from '../../support/command-line.ts';
import { testFolder } from '../../support/folder.ts';

const MARKET = 'Binance Perpetual Futures:FIL-USDT';

/** A project with files in its folder `data`. */
function projectWith(files: Readonly<Record<string, string>>): string {
  const folder = testFolder();
  mkdirSync(join(folder, 'data'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, 'data', name), content);
  return folder;
}

function importInto(folder: string, ...words: readonly string[]): Promise<Answer> {
  return commandLine(folder, 'import', ...words, '--market', MARKET);
}

function sha256(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}

describe('a folder', () => {
  it('is imported with all its files of candles', async () => {
    const second = lines(HEADER, row(3));
    const folder = projectWith({ 'FIL-1m-2023-08-01.csv': THREE, 'FIL-1m-2023-08-02.csv': second, 'notes.txt': 'x' });
    const { code, stdout } = await importInto(folder, 'data');
    expect(code).toBe(0);
    expect(stdout).toContain('stored: 4 minutes');
  });

  it.each<[string, Readonly<Record<string, string>>, RegExp]>([
    [
      'of several series',
      { 'FIL-2023-08.csv': THREE, 'NEAR-2023-08.csv': THREE },
      /data holds several series, FIL, NEAR;.*data\/FIL\*/,
    ],
    ['without candles', { 'notes.md': 'x' }, /data is a folder without a file of candles in it/],
  ])('%s is refused', async (_what, files, message) => {
    const { code, stderr } = await importInto(projectWith(files), 'data');
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(message) });
  });
});

describe('a checksum beside a file', () => {
  it('is compared, and not read as candles', async () => {
    const folder = projectWith({ 'a.csv': THREE, 'a.csv.CHECKSUM': `${sha256(THREE)}  a.csv\n` });
    const { code, stdout } = await importInto(folder, 'data/a.csv', 'data/a.csv.CHECKSUM');
    expect(code).toBe(0);
    expect(stdout).toContain('note: data/a.csv: the SHA-256 of its checksum file fits\n');
  });

  it('that does not fit refuses the file', async () => {
    const folder = projectWith({ 'a.csv': THREE, 'a.csv.sha256': `${sha256('other')}  a.csv\n` });
    const { code, stderr } = await importInto(folder, 'data/a.csv');
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'error InvalidCandles: data/a.csv does not fit its checksum in data/a.csv.sha256: download it again\n',
    });
  });

  it('without a SHA-256 is told', async () => {
    const folder = projectWith({ 'a.csv': THREE, 'a.csv.CHECKSUM': '0123  a.csv\n' });
    const { stdout } = await importInto(folder, 'data/a.csv');
    expect(stdout).toContain('a.csv.CHECKSUM holds no SHA-256: the file was not compared');
  });
});

it('--replace lets corrected minutes win, and says how many', async () => {
  const folder = projectWith({ 'a.csv': THREE, 'b.csv': lines(HEADER, row(1, '3,5,2,4,12'), row(2, '4,6,3,5,0')) });
  await importInto(folder, 'data/a.csv');
  const refused = await importInto(folder, 'data/b.csv');
  expect(refused.stderr).toMatch(
    /line 2: 2023-08-01 00:01 has volume 12 instead of 11 .*if the file is right: --replace/,
  );
  const { code, stdout } = await importInto(folder, 'data/b.csv', '--replace');
  expect(code).toBe(0);
  expect(stdout).toContain(
    'b.csv: 0 new, 1 already stored, 2023-08-01 00:01 to 2023-08-01 00:02; 1 stored minute replaced',
  );
});

it.each<[readonly string[], string]>([
  [['--time-zone', 'Mars/Base'], '--time-zone must be a zone such as Europe/Berlin, +02:00 or UTC, got "Mars/Base"'],
  [['--time-format', 'HH:mm'], '--time-format must be the order of day, month and year, such as DD/MM/YYYY'],
  [['--time', 'close'], '--time must be is-open or is-close, got "close"'],
  [['--where', 'symbol'], '--where must be COLUMN=VALUE, for example symbol=BTC-USDT, got "symbol"'],
])('wrong options are refused: %j', async (words, message) => {
  const { code, stderr } = await importInto(testFolder(), 'a.csv', ...words);
  expect(code).toBe(2);
  expect(stderr.startsWith(`error InvalidOption: ${message}`)).toBe(true);
});

it('times without a zone are noted once for all files', async () => {
  const naive = (day: number) => lines(HEADER, `2023-08-0${day} 00:00,2,4,1,3,10`, `2023-08-0${day} 00:01,2,4,1,3,10`);
  const folder = projectWith({ 'a.csv': naive(1), 'b.csv': naive(2) });
  const { stdout } = await importInto(folder, 'data/a.csv', 'data/b.csv');
  expect(stdout.match(/note:/g)).toHaveLength(1);
  expect(stdout).toContain('note: data/a.csv and 1 other file: times have no zone and are taken as UTC');
});
