import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HEADER, lines, row } from '../../support/candle-files.ts';
import { type Answer, commandLine } from '../../support/command-line.ts';
import { testFolder } from '../../support/folder.ts';

const DAY = 1_440;

/** A file of candles that open at minutes of August. */
const at = (minutes: readonly number[]) => lines(HEADER, ...minutes.map((minute) => row(minute)));
/** Minutes at which candles open, one after another. */
const every = (step: number, length: number, first = 0) => Array.from({ length }, (_, i) => first + i * step);
/** A file with times as text. */
const naive = (times: readonly string[]) =>
  lines('time,open,high,low,close', ...times.map((time) => `${time},2,4,1,3`));

/** Imports files into a folder, or into a fresh one. */
function importFiles(
  files: Readonly<Record<string, string>>,
  words: readonly string[] = [],
  folder = testFolder(),
): Promise<Answer> {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return commandLine(folder, 'import', ...Object.keys(files), '--market', 'X:FIL-USDT', ...words);
}

describe('the base timeframe of a market', () => {
  it.each<[string, readonly number[], RegExp]>([
    ['5m', every(5, 6), /stored: 6 5m candles, 2023-08-01 00:00 to 2023-08-01 00:25, no gaps/],
    ['45m', every(45, 40), /stored: 40 45m candles/],
    ['1h', every(60, 300), /stored: 300 1h candles, 2023-08-01 00:00 to 2023-08-13 11:00, no gaps/],
    ['1D', every(DAY, 40), /stored: 40 1D candles, 2023-08-01 to 2023-09-09, no gaps/],
    ['1D', every(DAY, 2), /stored: 2 1D candles, 2023-08-01 to 2023-08-02, no gaps/],
  ])('is told by the times of a file: %s', async (_base, minutes, stored) => {
    const { code, stdout, stderr } = await importFiles({ 'a.csv': at(minutes) });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(stored);
  });

  it('is told by all files together, when each has a single row', async () => {
    const files = every(DAY, 60).map((minute, day) => [`FIL-1d-${day}.csv`, at([minute])]);
    const { stdout } = await importFiles(Object.fromEntries(files));
    expect(stdout).toMatch(/stored: 60 1D candles, 2023-08-01 to 2023-09-29, no gaps/);
  });

  it('is told by ends of candles too', async () => {
    for (const [name, offset] of [
      ['close_time', 3_600_000 - 1],
      ['time', 3_600_000],
    ] as const) {
      const rows = every(60, 8).map((minute) => `${Date.UTC(2023, 7, 1, 0, minute) + offset},2,4,1,3,10`);
      const content = lines(`${name},open,high,low,close,volume`, ...rows);
      const { stdout } = await importFiles({ 'a.csv': content }, name === 'time' ? ['--time', 'is-close'] : []);
      expect(stdout).toMatch(/8 new, 0 already stored, 2023-08-01 00:00 to 2023-08-01 07:00/);
    }
  });

  it('is 1D for days that open at another hour, each the nearest day, over a change of clocks', async () => {
    const days = [
      '03-09 22:00',
      '03-10 22:00',
      '03-11 21:00',
      '03-12 21:00',
      '03-13 21:00',
      '03-14 21:00',
      '03-15 21:00',
    ];
    const { stdout } = await importFiles({ 'fx.csv': naive(days.map((day) => `2023-${day}`)) });
    expect(stdout).toMatch(/stored: 7 1D candles, 2023-03-10 to 2023-03-16, no gaps/);
    expect(stdout).toMatch(/note: fx.csv: days do not open at midnight \(UTC\): each is stored as the day it is of/);
    const nasdaq = every(DAY, 8, 13 * 60 + 30);
    expect((await importFiles({ 'a.csv': at(nasdaq) })).stdout).toMatch(
      /stored: 8 1D candles, 2023-08-01 to 2023-08-08/,
    );
    const newYork = every(1, 8).map((day) => `2023-08-0${day + 1} 00:00:00-04:00`);
    const { stdout: stocks } = await importFiles({ 'stock.csv': naive(newYork) });
    expect(stocks).toMatch(/stored: 8 1D candles, 2023-08-01 to 2023-08-08, no gaps/);
  });

  it('is stated where rows are too few to tell, and never guessed', async () => {
    const file = { 'a.csv': at([0, 15, 30]) };
    expect((await importFiles(file)).stderr).toBe(
      'error InvalidCandles: a.csv: 3 rows, the closest 15m apart, do not tell the timeframe: add --timeframe 15m, or --timeframe 1m if these are minutes\n',
    );
    expect((await importFiles({ 'a.csv': at([0]) })).stderr).toMatch(
      /a.csv: one row does not tell the timeframe: add --timeframe 1D, or --timeframe 1m if/,
    );
    expect((await importFiles(file, ['--timeframe', '15m'])).stdout).toMatch(/stored: 3 15m candles/);
    expect((await importFiles(file, ['--timeframe', '5m', '--gaps', 'fill'])).stdout).toMatch(/stored: 7 5m candles/);
  });

  it.each(['midnight', 'evening'])('of the store tells that of a short file, of days from %s on', async (clock) => {
    const folder = testFolder();
    const first = clock === 'midnight' ? 0 : 22 * 60;
    await importFiles({ 'a.csv': at(every(DAY, 10, first)) }, [], folder);
    const { stdout } = await importFiles({ 'b.csv': at([10 * DAY + first]) }, [], folder);
    expect(stdout).toMatch(/stored: 11 1D candles/);
  });

  it('is noted by ends beside starts, in a single row too', async () => {
    const klines = (length: number, ...starts: readonly number[]) =>
      lines(
        ...starts.map(
          (start) => `${row(start, '2,4,1,3,10')},${Date.UTC(2023, 7, 1, 0, start + length) - 1},30,3,5,15,0`,
        ),
      );
    expect((await importFiles({ 'a.csv': klines(DAY, 0) })).stdout).toMatch(/stored: 1 1D candle, 2023-08-01, no gaps/);
    expect((await importFiles({ 'a.csv': klines(60, 0) })).stdout).toMatch(/stored: 1 1h candle/);
    expect((await importFiles({ 'a.csv': klines(1, 0, 5) }, ['--gaps', 'fill'])).stdout).toMatch(/stored: 6 minutes/);
    expect((await importFiles({ 'a.csv': klines(7 * DAY, 6 * DAY) })).stderr).toMatch(/candles of 7D; the longest/);
  });

  it.each<[string, Readonly<Record<string, string>>, readonly string[], RegExp]>([
    [
      'files of two timeframes',
      { 'a.csv': at(every(1, 60)), 'b.csv': at(every(60, 6, DAY)) },
      [],
      /b.csv has 1h candles, but a.csv 1m ones: an import has one timeframe/,
    ],
    [
      'candles of no timeframe',
      { 'a.csv': at(every(10, 12)) },
      [],
      /a.csv: these are 10m candles, and jbt has no timeframe of 10m: import 5m candles/,
    ],
    [
      'weeks',
      { 'a.csv': at(every(7 * DAY, 12)) },
      [],
      /a.csv: these are candles of 7D; the longest that jbt stores are 1D/,
    ],
    [
      'months',
      { 'a.csv': at([0, 31, 61, 92, 122, 153].map((day) => day * DAY)) },
      [],
      /a.csv: these are candles of 30D; the longest that jbt stores are 1D/,
    ],
    [
      'hours of a stock exchange',
      { 'a.csv': at([...every(60, 7, 810), ...every(60, 7, 810 + DAY)]) },
      [],
      /a.csv: these are 1h candles that open at 13:30 UTC, 30m after a bar of jbt opens: import shorter candles/,
    ],
    [
      'a file that changes its timeframe, whether gaps are to be filled or not',
      { 'a.csv': at([...every(5, 40), ...every(1, 40, 200)]) },
      ['--gaps', 'fill'],
      /a.csv: many rows in turn are 5m apart, others 1m: a file has one timeframe: split it \(if these are 1m candles with gaps: --timeframe 1m\)/,
    ],
    [
      'candles whose clock changes for summer',
      { 'a.csv': at([...every(240, 6), ...every(240, 6, 24 * 60 - 60)]) },
      [],
      /a.csv: its rows are 3h apart or more, but not all on a grid of 3h: name the clock with --time-zone, .*with gaps: --timeframe 1h/,
    ],
    [
      'days that may be of two dates',
      { 'a.csv': at(every(DAY, 8, 14 * 60)) },
      [],
      /a.csv: these are 1D candles that open at 14:00 UTC, which may be of either day: import them with times at midnight/,
    ],
    [
      'a stated timeframe that is longer than the rows are apart',
      { 'a.csv': at(every(5, 12)) },
      ['--timeframe', '1h'],
      /a.csv: --timeframe 1h does not fit: its rows are 5m apart/,
    ],
    [
      'a timeframe that is none',
      { 'a.csv': at(every(5, 12)) },
      ['--timeframe', '7m'],
      /--timeframe must be one of 1m, 3m, 5m, .* 12h, 1D, got "7m"/,
    ],
  ])('refuses %s in one line', async (_what, files, words, message) => {
    const { code, stdout, stderr } = await importFiles(files, words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr.split('\n')).toHaveLength(2);
  });

  it('is one for a market: candles of another are refused with what is stored and what to do', async () => {
    const folder = testFolder();
    await importFiles({ 'a.csv': at(every(1, 60)) }, [], folder);
    const { code, stderr } = await importFiles({ 'b.csv': at(every(60, 8)) }, [], folder);
    expect(code).toBe(2);
    expect(stderr).toBe(
      'error InvalidCandles: X:FIL-USDT is stored as 1m candles, and b.csv has 1h ones: name another market, or remove the stored ones first with jbt candles remove "X:FIL-USDT"\n',
    );
    const { stdout } = await commandLine(folder, 'candles', 'remove', 'X:FIL-USDT');
    expect(stdout).toMatch(/removed X:FIL-USDT\n {2}60 minutes/);
    expect((await importFiles({ 'b.csv': at(every(60, 8)) }, [], folder)).stdout).toMatch(/stored: 8 1h candles/);
  });

  it('is that of gaps, conflicts, corrections and lists', async () => {
    const folder = testFolder();
    const gapped = await importFiles({ 'a.csv': at([...every(60, 8), ...every(60, 8, 600)]) }, [], folder);
    expect(gapped.stderr).toMatch(
      /CandleGap: a.csv: 2 1h candles are missing: 2023-08-01 08:00 to 2023-08-01 09:00; --gaps fill/,
    );
    const filled = await importFiles(
      { 'a.csv': at([...every(60, 8), ...every(60, 8, 600)]) },
      ['--gaps', 'fill'],
      folder,
    );
    expect(filled.stdout).toContain('; 2 missing 1h candles filled: 2023-08-01 08:00 to 2023-08-01 09:00\n');
    const other = lines(HEADER, ...every(60, 8).map((minute) => row(minute, `2,4,1,3,${minute === 120 ? 11 : 10}`)));
    const conflict = await importFiles({ 'b.csv': other }, [], folder);
    expect(conflict.stderr).toMatch(/b.csv line 4: 2023-08-01 02:00 has volume 11 instead of 10 as X:FIL-USDT has it/);
    const replaced = await importFiles({ 'b.csv': other }, ['--replace'], folder);
    expect(replaced.stdout).toContain('; 1 stored candle replaced\n');
    const { stdout } = await commandLine(folder, 'candles', '--json');
    expect(JSON.parse(stdout)).toMatchObject([{ base: '1h', minutes: 18 * 60, filled: 2, gaps: [] }]);
    expect((await commandLine(folder, 'candles', 'verify')).stdout).toBe(
      'X:FIL-USDT\n  1 month read, as it was written\n',
    );
  });
});

describe('--gaps', () => {
  const weekend = { 'fx.csv': at([...every(1, 100), ...every(1, 100, 100 + 2 * DAY)]) };

  it('fill takes a day within a file for a forgotten file, and says what to do', async () => {
    const { code, stderr } = await importFiles(weekend, ['--gaps', 'fill']);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /CandleGap: fx.csv: 2880 minutes are missing: 2023-08-01 01:40 to 2023-08-03 01:39; a day or more is a forgotten file, or hours in which the market was closed: --gaps sessions fills those too/,
    );
  });

  it('sessions fills closed hours of any length, within files and between them', async () => {
    const { stdout } = await importFiles(weekend, ['--gaps', 'sessions']);
    expect(stdout).toMatch(/stored: 3080 minutes, .*, no gaps, 2880 filled/);
    const two = await importFiles({ 'a.csv': at(every(1, 9)), 'b.csv': at(every(1, 9, 3 * DAY)) }, [
      '--gaps',
      'sessions',
    ]);
    expect(two.stdout).toMatch(/between files: 4311 missing minutes filled/);
    const stocks = await importFiles({ 'a.csv': at([0, 1, 2, 3, 6, 7].map((day) => day * DAY)) }, [
      '--gaps',
      'sessions',
    ]);
    expect(stocks.stdout).toMatch(/stored: 8 1D candles, 2023-08-01 to 2023-08-08, no gaps, 2 filled/);
  });

  it('never fills more than a year', async () => {
    const { stderr } = await importFiles({ 'a.csv': at([0, 1, 600_000, 600_001]) }, ['--gaps', 'sessions']);
    expect(stderr).toMatch(/CandleGap: a.csv: nothing from .*: more than a year is never filled, a time is wrong/);
  });
});
