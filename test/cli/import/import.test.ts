import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { main } from '../../../src/cli/main.ts';
import { HEADER, lines, row } from '../../support/candle-files.ts';
import { damage, numberBytes } from '../../support/candle-store.ts';
import { type Answer, commandLine } from '../../support/command-line.ts';
import { testFolder } from '../../support/folder.ts';
import { createScreen } from '../../support/screen.ts';

const MARKET = 'Binance Perpetual Futures:FIL-USDT';

/** A file of minutes `first` to `last` of August; the volume is the number of the minute. */
function minutes(first: number, last: number): string {
  const rows = Array.from({ length: last - first + 1 }, (_, i) => row(first + i, `2,4,1,3,${first + i}`));
  return lines(HEADER, ...rows);
}

/** A folder with files. */
function project(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = testFolder();
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

function importInto(folder: string, ...words: readonly string[]): Promise<Answer> {
  return commandLine(folder, 'import', ...words, '--market', MARKET);
}

describe('jbt import', () => {
  it('stores files in order of time, whatever their order, and says what is stored', async () => {
    const folder = project({ 'a.csv': minutes(5, 9), 'b.csv.gz': gzipSync(minutes(0, 4)) });
    const { code, stdout, stderr } = await importInto(folder, 'a.csv', 'b.csv.gz');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n')).toEqual([
      MARKET,
      '  b.csv.gz: 5 new, 0 already stored, 2023-08-01 00:00 to 2023-08-01 00:04',
      '  a.csv: 5 new, 0 already stored, 2023-08-01 00:05 to 2023-08-01 00:09',
      expect.stringMatching(
        /^ {2}stored: 10 minutes, 2023-08-01 00:00 to 2023-08-01 00:09, no gaps, fingerprint [\da-f]{12}$/,
      ),
      '',
    ]);
  });

  it('shows on a terminal which file it reads and how far it is, and leaves nothing of it there', async () => {
    const folder = project({ 'a.csv': minutes(0, 19_999), 'b.csv': minutes(20_000, 20_009) });
    const [stdout, stderr] = [createScreen(200), createScreen(200)];
    Object.assign(stderr.stream, { isTTY: true });
    let second = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => {
      second += 1;
      return second * 1_000;
    });
    onTestFinished(() => void vi.restoreAllMocks());
    const argv = ['import', 'a.csv', 'b.csv', '--market', MARKET];
    expect(await main({ cwd: folder, argv, env: {}, stdout: stdout.stream, stderr: stderr.stream })).toBe(0);
    for (const shown of ['reading 1 of 2: a.csv, 20,000 rows', 'reading 2 of 2: b.csv, 10 rows'])
      expect(stderr.written()).toContain(shown);
    expect(stderr.lines().join('')).toBe('');
  });

  it('changes nothing when it is repeated', async () => {
    const folder = project({ 'a.csv': minutes(0, 9) });
    await importInto(folder, 'a.csv');
    const before = await commandLine(folder, 'candles', '--json');
    const { stdout } = await importInto(folder, 'a.csv');
    expect(stdout).toContain('a.csv: 0 new, 10 already stored');
    expect(await commandLine(folder, 'candles', '--json')).toEqual(before);
  });

  it('tells machines what it did', async () => {
    const folder = project({ 'a.csv': lines(HEADER, row(0), row(0), row(3)) });
    const { stdout } = await importInto(folder, 'a.csv', '--gaps', 'fill', '--timeframe', '1m', '--json');
    const span = { from: '2023-08-01T00:00:00.000Z', to: '2023-08-01T00:04:00.000Z', minutes: 4 };
    const filled = [{ from: '2023-08-01T00:01:00.000Z', to: '2023-08-01T00:03:00.000Z', minutes: 2 }];
    expect(JSON.parse(stdout)).toEqual({
      market: MARKET,
      base: '1m',
      files: [{ file: 'a.csv', ...span, added: 4, replaced: 0, alreadyStored: 0, duplicates: 1, filled, notes: [] }],
      filledBetween: [],
      leftBetween: [],
      stored: {
        market: MARKET,
        base: '1m',
        ...span,
        filled: 2,
        gaps: [],
        fingerprint: expect.stringMatching(/^[\da-f]{64}$/),
      },
    });
  });

  it('tells people what it left out and filled', async () => {
    const folder = project({ 'a.csv': lines(HEADER, row(0), row(0), row(3)) });
    const { stdout } = await importInto(folder, 'a.csv', '--gaps', 'fill', '--timeframe', '1m');
    expect(stdout).toContain(
      '; 1 duplicate row ignored; 2 missing minutes filled: 2023-08-01 00:01 to 2023-08-01 00:02\n',
    );
  });

  it('fills between its files too when asked, even when both are stored already, and says so', async () => {
    const folder = project({ 'a.csv': minutes(0, 4), 'b.csv': minutes(8, 9), 'c.csv': minutes(2_000, 2_001) });
    await importInto(folder, 'a.csv', 'b.csv', 'c.csv');
    const { code, stdout } = await importInto(folder, 'b.csv', 'c.csv', 'a.csv', '--gaps', 'fill');
    expect(code).toBe(0);
    expect(stdout.split('\n')).toEqual([
      MARKET,
      '  a.csv: 0 new, 5 already stored, 2023-08-01 00:00 to 2023-08-01 00:04',
      '  b.csv: 0 new, 2 already stored, 2023-08-01 00:08 to 2023-08-01 00:09',
      '  c.csv: 0 new, 2 already stored, 2023-08-02 09:20 to 2023-08-02 09:21',
      '  between files: 3 missing minutes filled: 2023-08-01 00:05 to 2023-08-01 00:07',
      '  between files: 1990 minutes are missing: 2023-08-01 00:10 to 2023-08-02 09:19; a day or more is not filled (--gaps sessions fills hours in which the market was closed)',
      expect.stringMatching(/^ {2}stored: 12 minutes, .*, 1990 missing, 3 filled, fingerprint/),
      '',
    ]);
    const { stdout: again } = await importInto(folder, 'a.csv', 'b.csv', 'c.csv', '--gaps', 'fill', '--json');
    const left = { from: '2023-08-01T00:10:00.000Z', to: '2023-08-02T09:20:00.000Z', minutes: 1_990 };
    expect(JSON.parse(again)).toMatchObject({ filledBetween: [], leftBetween: [left] });
  });

  it.each<[string, Readonly<Record<string, string>>, RegExp]>([
    ['is missing', {}, /^error FileNotFound: bad.csv does not exist\n$/],
    ['is empty', { 'bad.csv': '' }, /^error InvalidCandles: bad.csv is empty\n$/],
    [
      'has a gap',
      { 'bad.csv': lines(HEADER, row(19), row(21)) },
      /^error CandleGap: bad.csv: 1 minute is missing: 2023-08-01 00:20;/,
    ],
    [
      'conflicts with another',
      { 'bad.csv': lines(HEADER, row(3)) },
      /^error ConflictingCandles: bad.csv line 2: 2023-08-01 00:03 has volume 10 instead of 3 /,
    ],
  ])('stores none of its files when one %s', async (_what, bad, message) => {
    const folder = project({ 'good.csv': minutes(0, 9), ...bad });
    const { code, stdout, stderr } = await importInto(folder, 'good.csv', 'bad.csv');
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(message) });
    expect((await commandLine(folder, 'candles', '--json')).stdout).toBe('[]\n');
  });

  it.each<[readonly string[], string]>([
    [['a.csv'], '--market must be EXCHANGE:SYMBOL, for example "Binance Perpetual Futures:FIL-USDT", got nothing'],
    [
      ['a.csv', '--market', 'FIL-USDT'],
      '--market must be EXCHANGE:SYMBOL, for example "Binance Perpetual Futures:FIL-USDT", got "FIL-USDT"',
    ],
    [['a.csv', '-', '--market', 'B:F-U'], '- is no file: to read standard input, name /dev/stdin\n'],
    [['a.csv', '--market', 'B:F-U', '--gaps', 'ignore'], '--gaps must be refuse, fill or sessions, got "ignore"'],
    [
      ['a.csv', '--market', 'B:F-U', '--columns', 'timestamp,open,high,low,close,volume,_,_,Volume'],
      '--columns must be names that differ: volume is there twice, got "timestamp,open,high,low,close,volume,_,_,Volume"',
    ],
    [['a.csv', '--market', 'B:F-U', '--time-unit', 'm'], '--time-unit must be s, ms, us, ns or iso, got "m"'],
    [['a.csv', '--market', `${'B'.repeat(3_000)}:F-U`], '--market must be at most 200 characters'],
  ])('refuses wrong options before it reads a file: %j', async (words, message) => {
    const folder = project({});
    const { code, stderr } = await commandLine(folder, 'import', ...words);
    expect(code).toBe(2);
    expect(stderr.startsWith(`error InvalidOption: ${message}`)).toBe(true);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('jbt candles', () => {
  it('lists nothing, and makes nothing, where nothing was imported', async () => {
    const folder = project({});
    const { code, stdout, stderr } = await commandLine(folder, 'candles');
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toMatch(
      /^no candles are stored; to add some: jbt download, or jbt import .* \(looked in \.jbt\/cache\)\n$/,
    );
    expect(existsSync(join(folder, '.jbt'))).toBe(false);
  });

  it('lists markets with their ranges and gaps', async () => {
    const folder = project({ 'a.csv': minutes(0, 4), 'b.csv': minutes(8, 9) });
    await importInto(folder, 'a.csv', 'b.csv');
    const { stdout } = await commandLine(folder, 'candles', 'list');
    expect(stdout.split('\n')).toEqual([
      MARKET,
      expect.stringMatching(/^ {2}7 minutes, 2023-08-01 00:00 to 2023-08-01 00:09, 3 missing, fingerprint/),
      '  gap: 2023-08-01 00:05 to 2023-08-01 00:07 (3 minutes)',
      '',
    ]);
    const [market] = JSON.parse((await commandLine(folder, 'candles', '--json')).stdout);
    expect(market.gaps).toEqual([{ from: '2023-08-01T00:05:00.000Z', to: '2023-08-01T00:08:00.000Z', minutes: 3 }]);
  });

  it('verifies what is stored, and exits with 4 when a bit was flipped', async () => {
    const folder = project({ 'a.csv': minutes(0, 2_000) });
    await importInto(folder, 'a.csv');
    expect(await commandLine(folder, 'candles', 'verify')).toEqual({
      code: 0,
      stdout: `${MARKET}\n  1 month read, as it was written\n`,
      stderr: '',
    });
    damage(join(folder, '.jbt/cache'), numberBytes(1_999));
    const { code, stdout } = await commandLine(folder, 'candles', 'verify');
    expect(code).toBe(4);
    expect(stdout).toContain('of 2023-08 are damaged: import the files of that month again\n');
    expect((await importInto(folder, 'a.csv')).stderr).toContain('were damaged and are replaced');
    expect((await commandLine(folder, 'candles', 'verify')).code).toBe(0);
  });

  it('removes a market and no other', async () => {
    const folder = project({ 'a.csv': minutes(0, 4) });
    await importInto(folder, 'a.csv');
    await commandLine(folder, 'import', 'a.csv', '--market', 'Bybit Spot:FIL-USDT');
    const { code, stdout } = await commandLine(folder, 'candles', 'remove', MARKET);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining(`removed ${MARKET}\n  5 minutes`) });
    expect((await commandLine(folder, 'candles')).stdout).toMatch(/^Bybit Spot:FIL-USDT\n.*\n$/);
  });

  it.each<[readonly string[], RegExp]>([
    [['remove'], /^error InvalidOption: MARKET must be EXCHANGE:SYMBOL.*, got nothing/],
    [['remov'], /^error InvalidOption: ACTION must be list, verify or remove, got "remov"/],
    [
      ['list', 'Bybit Spot:FIL-USDT'],
      /^error CandlesNotFound: no candles of Bybit Spot:FIL-USDT are stored; stored: Binance/,
    ],
    [
      ['remove', 'Bybit Spot:FIL-USDT'],
      /^error CandlesNotFound: candle store: no candles of Bybit Spot:FIL-USDT are stored/,
    ],
  ])('refuses %j', async (words, message) => {
    const folder = project({ 'a.csv': minutes(0, 4) });
    await importInto(folder, 'a.csv');
    const { code, stdout, stderr } = await commandLine(folder, 'candles', ...words);
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(message) });
  });

  it('says how each command is used', async () => {
    for (const name of ['import', 'candles']) {
      const { code, stdout } = await commandLine(testFolder(), name, '--help');
      expect(code).toBe(0);
      expect(stdout).toContain('Examples:');
    }
  });
});
