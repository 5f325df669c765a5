import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { csvReader } from '../../../../src/adapters/candles/csv/csv.ts';
import { readCandleFiles } from '../../../../src/adapters/candles/unpack/unpack.ts';
import { AUGUST, collect, HEADER, lines, readCsv, row, STRICT, THREE } from '../../../support/candle-files.ts';
import { testFolder } from '../../../support/folder.ts';

describe('a file that cannot be used is refused with what was found and where', () => {
  it.each<[string, string, RegExp]>([
    ['an empty file', '', /^candles.csv is empty$/],
    ['blank lines alone', '\n\n \n', /^candles.csv has no rows$/],
    ['a header alone', lines(HEADER), /^candles.csv has a header but no candles$/],
    [
      'text',
      'Dear Sir,\nthank you, for your letter\n',
      /^candles.csv line 1: it starts neither with.*found "Dear Sir,"; name the columns with --columns/,
    ],
    [
      'a header without high',
      'time,open,low,close,volume\n1,2,3,4,5\n',
      /^candles.csv line 1: there is no column high among time, open/,
    ],
    ['no line ends', 'x'.repeat(2_000_000), /\(it has no line ends\)/],
    [
      'a price that is NaN',
      lines(HEADER, row(0), row(1, '2,NaN,1,3,10')),
      /^candles.csv line 3: high is "NaN", not a number, in "1690848060000,2,NaN,1,3,10"$/,
    ],
    [
      'a price that is infinite',
      lines(HEADER, row(0, '2,Infinity,1,3,10')),
      /^candles.csv line 2: high is "Infinity", not a number/,
    ],
    ['a price that is missing', lines(HEADER, row(0, '2,4,,3,10')), /^candles.csv line 2: low is "", not a number/],
    ['a row that is too short', lines(HEADER, row(0, '2,4,1')), /^candles.csv line 2: close is missing in/],
    ['a row that is cut off', lines(HEADER, row(0)) + row(1).slice(0, 16), /^candles.csv line 3: close is missing in/],
    [
      'a row that is cut off in its volume',
      lines(`${HEADER},close_time,count`, `${row(0)},9,9`, `${row(1, '2,4,1,3,1')}`, `${row(2)},9,9`),
      /^candles.csv line 3: 6 of 8 columns are left \(the row is cut off\) in "1690848060000,2,4,1,3,1"$/,
    ],
    [
      'a row that is shorter than the first where there is no header',
      lines(`${row(0)},9,9`, `${row(1)},9`),
      /^candles.csv line 2: 7 of 8 columns are left \(the row is cut off\) in/,
    ],
    ['a hexadecimal price', lines(HEADER, row(0, '2,0x4,1,3,10')), /^candles.csv line 2: high is "0x4", not a number/],
    ['a number beyond all', lines(HEADER, row(0, '2,4,1,3,1e400')), /^candles.csv line 2: volume is "1e400", not a n/],
    ['a blank within a number', lines(HEADER, row(0, '2,4,1,3,1 0')), /^candles.csv line 2: volume is "1 0", not a n/],
    [
      'high below low',
      lines(HEADER, row(0, '2,1,4,3,10')),
      /^candles.csv line 2: 2023-08-01 00:00: high 1 is below low 4$/,
    ],
    [
      'a close above high',
      lines(HEADER, row(0, '2,4,1,5,10')),
      /^candles.csv line 2: 2023-08-01 00:00: high 4 is below open 2 or close 5$/,
    ],
    [
      'a negative volume',
      lines(HEADER, row(0, '2,4,1,3,-1')),
      /^candles.csv line 2: 2023-08-01 00:00: volume -1 is not zero or more$/,
    ],
    [
      'a time that is none',
      lines(HEADER, row(0), 'yesterday,2,4,1,3,10'),
      /^candles.csv line 3: there is no time in "yesterday,2,4,1,3,10"$/,
    ],
    [
      'a time between minutes',
      lines(HEADER, `${AUGUST + 1},2,4,1,3,10`),
      /^candles.csv line 2: 2023-08-01T00:00:00.001Z: that is not a whole minute: round the times to minutes$/,
    ],
    [
      'a row with more cells than the header names',
      lines(HEADER, row(0, '29,200,4,1,3,10')),
      /^candles.csv line 2: 7 cells, but there are 6 columns, in "1690848000000,29,200,4,1,3,10"$/,
    ],
    [
      'a row of quoted cells, as it stands in the file',
      '"date","open","high","low","close","volume"\n"1690848000000","2","x","1","3","10"\n',
      /^candles.csv line 2: high is "x", not a number, in .*1690848000000.*x.*10/,
    ],
  ])('%s', async (_what, content, message) => {
    await expect(readCsv(content)).rejects.toMatchObject({
      code: 'InvalidCandles',
      message: expect.stringMatching(message),
    });
  });

  it('two candles for one minute', async () => {
    const content = lines(HEADER, row(0), row(1), row(0, '2,4,1,3.5,10'));
    await expect(readCsv(content)).rejects.toMatchObject({
      code: 'ConflictingCandles',
      message: 'candles.csv line 4: close of 2023-08-01 00:00 is 3.5, but line 2 says 3',
    });
  });

  it('a time that is not in the unit that was asked for', async () => {
    await expect(readCsv(THREE, { timeUnit: 's' })).rejects.toMatchObject({
      code: 'InvalidCandles',
      message: 'candles.csv line 2: there is no time in s in "1690848000000,2,4,1,3,10"',
    });
  });

  it.each<[string, string, string]>([
    ['a file that does not exist', 'missing.csv', 'fil.csv does not exist'],
    ['a folder', '.', 'fil.csv is a folder: name the files in it'],
  ])('%s', async (_what, name, message) => {
    const path = join(testFolder(), name);
    await expect(collect(readCandleFiles([csvReader], path, 'fil.csv', STRICT))).rejects.toMatchObject({
      code: 'FileNotFound',
      message,
    });
  });
});
