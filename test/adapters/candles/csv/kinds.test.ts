import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { CandleFile, CandleFileOptions } from '../../../../src/adapters/candles/file.ts';
import { parseZone } from '../../../../src/adapters/candles/time/time.ts';
import { MINUTE } from '../../../../src/model/time.ts';
import {
  AUGUST,
  candlesOf,
  expectThree,
  HEADER,
  lines,
  readCsv,
  readOne,
  row,
  THREE,
} from '../../../support/candle-files.ts';
import { zip } from '../../../support/zip.ts';

const OPEN_HIGH_LOW_CLOSE = 'open,high,low,close,volume';
const NUMBERS = ['2,4,1,3,10', '3,5,2,4,11', '4,6,3,5,0'];

/** A file of three minutes whose times are written in some way. */
function withTimes(...times: readonly string[]): string {
  return lines(`time,${OPEN_HIGH_LOW_CLOSE}`, ...times.map((time, index) => `${time},${NUMBERS[index]}`));
}

/** Sees that a file holds so many minutes without a gap. */
function expectMinutes({ rows }: CandleFile, start: number, length: number): void {
  expect([...rows.minutes]).toEqual(Array.from({ length }, (_, index) => start / MINUTE + index));
}

describe('the times of August are read', () => {
  it.each<[string, readonly string[]]>([
    ['with dots', ['2023.08.01 00:00', '2023.08.01 00:01', '2023.08.01 00:02']],
    ['with slashes', ['2023/08/01 0:00:00', '2023/08/01 0:01:00', '2023/08/01 0:02:00']],
    ['day first with dots', ['01.08.2023 00:00:00.000', '01.08.2023 00:01:00.000', '01.08.2023 00:02:00.000']],
    ['as digits with a blank', ['20230801 000000', '20230801 000100', '20230801 000200']],
    ['as twelve digits', ['202308010000', '202308010001', '202308010002']],
    ['as fourteen digits', ['20230801000000', '20230801000100', '20230801000200']],
    ['with single digits', ['2023-8-1 0:0', '2023-8-1 0:1:0', '2023-8-1 0:2']],
    ['with AM', ['2023-08-01 12-00-AM', '2023-08-01 12-01-AM', '2023-08-01 12-02-AM']],
    ['with the name of the month', ['01-Aug-2023 00:00', '01-Aug-2023 00:01', '01-Aug-2023 00:02']],
    ['as days of Excel', ['45139', '45139.0006944444', '45139.0013888889']],
    ['as nanoseconds', ['1690848000000000000', '1690848060000000000', '1690848120000000000']],
    ['at the last second', ['2023-08-01 00:00:59', '2023-08-01 00:01:59', '2023-08-01 00:02:59']],
    ['at the last millisecond', ['1690848059999', '1690848119999', '1690848179999']],
    ['with an offset', ['2023-08-01 02:00+02:00', '2023-08-01 02:01+02:00', '2023-08-01 02:02+02:00']],
    ['with the name of a zone', ['2023-07-31 19:00 EST', '2023-07-31 19:01 EST', '2023-07-31 19:02 EST']],
    [
      'with GMT and an offset',
      ['01.08.2023 02:00:00.000 GMT+0200', '01.08.2023 02:01 GMT+0200', '01.08.2023 02:02 GMT+0200'],
    ],
  ])('%s', async (_what, times) => {
    expectThree(await readOne(withTimes(...times)));
  });

  it.each<[string, string]>([
    [
      'date and time in two columns',
      `Date,Time,${OPEN_HIGH_LOW_CLOSE}\n2023.08.01,00:00,@0\n2023.08.01,00:01,@1\n2023.08.01,00:02,@2\n`,
    ],
    ['two columns without a header', '2023.08.01,00:00,@0\n2023.08.01,00:01,@1\n2023.08.01,00:02,@2\n'],
    [
      'the columns of MetaTrader 5',
      '<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\n2023.08.01\t00:00:00\t2\t4\t1\t3\t10\n2023.08.01\t00:01:00\t3\t5\t2\t4\t11\n2023.08.01\t00:02:00\t4\t6\t3\t5\t0\n',
    ],
    [
      'a clock of six digits',
      `<DATE>,<TIME>,${OPEN_HIGH_LOW_CLOSE}\n20230801,000000,@0\n20230801,000100,@1\n20230801,000200,@2\n`,
    ],
    ['Gmt time', `Gmt time,${OPEN_HIGH_LOW_CLOSE}\n01.08.2023 00:00,@0\n01.08.2023 00:01,@1\n01.08.2023 00:02,@2\n`],
    ['start_at', `start_at,${OPEN_HIGH_LOW_CLOSE}\n1690848000,@0\n1690848060,@1\n1690848120,@2\n`],
    [
      'an index without a name',
      `,timestamp,${OPEN_HIGH_LOW_CLOSE}\n0,1690848000,@0\n1,1690848060,@1\n2,1690848120,@2\n`,
    ],
    [
      'times as the index',
      `,${OPEN_HIGH_LOW_CLOSE}\n2023-08-01 00:00:00,@0\n2023-08-01 00:01:00,@1\n2023-08-01 00:02:00,@2\n`,
    ],
    ['ends of minutes alone', `close_time,${OPEN_HIGH_LOW_CLOSE}\n1690848060,@0\n1690848120,@1\n1690848180,@2\n`],
  ])('from a file with %s', async (_what, text) => {
    expectThree(await readOne(text.replaceAll(/@(\d)/g, (_, index) => NUMBERS[Number(index)])));
  });

  it('month first where a later date has a day above twelve', async () => {
    const rows = ['8/1/2023 0:00', '8/1/2023 0:01', '8/1/2023 0:02', '8/13/2023 0:00'];
    const content = lines(`time,${OPEN_HIGH_LOW_CLOSE}`, ...rows.map((time) => `${time},2,4,1,3,10`));
    const [first] = candlesOf(await readOne(content));
    expect(first.timestamp).toBe(AUGUST);
  });

  it.each(['plain', 'gzip', 'zip'])(
    'by the whole file where its first rows can be read both ways, %s',
    async (packing) => {
      // More than the first pieces that are read at once.
      const minutesOf = (day: number) =>
        Array.from({ length: 1_440 }, (_, minute) => `${day}/8/2023 ${Math.floor(minute / 60)}:${minute % 60}`);
      const times = Array.from({ length: 14 }, (_, index) => minutesOf(index + 1)).flat();
      const content = lines(
        `time,${OPEN_HIGH_LOW_CLOSE}`,
        ...times.map((time) => `${time},200.125,400.25,100.5,300.75,10`),
      );
      expect(content.length).toBeGreaterThan(800_000);
      const packed = packing === 'gzip' ? gzipSync(content) : packing === 'zip' ? zip({ 'a.csv': content }) : content;
      expectMinutes(await readOne(packed), AUGUST, times.length);
    },
  );

  it('only when --time-format tells day and month apart where nothing else does', async () => {
    const content = withTimes('8/1/2023 0:00', '8/1/2023 0:01', '8/1/2023 0:02');
    expectThree(await readOne(content, { dateOrder: 'MDY' }));
    await expect(readCsv(content)).rejects.toMatchObject({
      message: expect.stringMatching(/line 2: day and month can be read in two ways \(--time-format DD\/MM\/YYYY or/),
    });
  });
});

describe('the clock of a file', () => {
  const local = (...times: readonly string[]) =>
    lines(`time,${OPEN_HIGH_LOW_CLOSE}`, ...times.map((time) => `${time},2,4,1,3,10`));
  const newYork: Partial<CandleFileOptions> = { timeZone: parseZone('America/New_York') };

  it.each<[string, string]>([
    ['+02:00', '2023-08-01 02:0'],
    ['UTC-5', '2023-07-31 19:0'],
    ['Europe/Berlin', '2023-08-01 02:0'],
  ])('%s is moved to UTC', async (zone, start) => {
    expectThree(await readOne(withTimes(`${start}0`, `${start}1`, `${start}2`), { timeZone: parseZone(zone) }));
  });

  it('is UTC where nothing says another, and the file is noted for it', async () => {
    const { notes } = await readOne(withTimes('2023-08-01 00:00', '2023-08-01 00:01', '2023-08-01 00:02'));
    expect(notes).toEqual(['times have no zone and are taken as UTC (--time-zone names another)']);
    expect((await readOne(THREE)).notes).toEqual([]);
  });

  it.each(['ascending', 'descending'])(
    'that goes back has each minute of the hour twice, in %s order',
    async (order) => {
      const hour = (name: string) =>
        Array.from({ length: 60 }, (_, minute) => `2023-11-05 ${name}:${`${minute}`.padStart(2, '0')}`);
      const times = [...hour('00'), ...hour('01'), ...hour('01'), ...hour('02')];
      const rows = order === 'ascending' ? times : times.reverse();
      expectMinutes(await readOne(local(...rows), newYork), Date.UTC(2023, 10, 5, 4), 240);
    },
  );

  it('that goes forward has no gap', async () => {
    const file = await readOne(local('2023-03-12 01:58', '2023-03-12 01:59', '2023-03-12 03:00'), newYork);
    expectMinutes(file, Date.UTC(2023, 2, 12, 6, 58), 3);
  });

  it.each<[string, readonly string[], RegExp]>([
    ['skips', ['2023-03-12 01:59', '2023-03-12 02:30'], /line 3: clocks of America\/New_York skip that time/],
    [
      'shows twice without a row before',
      ['2023-11-05 01:30'],
      /line 2: clocks of America\/New_York show that time twice/,
    ],
  ])('refuses a time that it %s', async (_what, times, message) => {
    await expect(readCsv(local(...times), newYork)).rejects.toMatchObject({ message: expect.stringMatching(message) });
  });

  it('must be named for a column of local times without offsets', async () => {
    const content = lines(`Local time,${OPEN_HIGH_LOW_CLOSE}`, '01.08.2023 00:00,2,4,1,3,10');
    await expect(readCsv(content)).rejects.toMatchObject({
      message: expect.stringMatching(/its times are local: name the clock/),
    });
  });
});

describe('the columns of a file', () => {
  const times = [0, 1, 2].map((minute) => `${AUGUST + minute * MINUTE}`);
  const table = (header: string, cells: (index: number) => string) =>
    lines(header, ...times.map((time, index) => `${time},${cells(index)}`));

  it.each(['https://www.example.com', '# made by hand', 'sep=,'])(
    'may stand behind a line such as %s',
    async (line) => {
      expectThree(await readOne(`${line}\n${THREE}`));
    },
  );

  it.each(['Volume BTC', 'Volume_(BTC)', 'volumefrom', 'tick_volume'])('name the volume %s', async (name) => {
    expectThree(await readOne(table(`unix,open,high,low,close,${name},Volume USD`, (index) => `${NUMBERS[index]},7`)));
  });

  it.each<[string, string]>([
    ['the time in another language', table(`Zeit,${OPEN_HIGH_LOW_CLOSE}`, (index) => NUMBERS[index])],
    [
      'several lines',
      table(`Price,${OPEN_HIGH_LOW_CLOSE}\nTicker,FIL,FIL,FIL,FIL,FIL\nDatetime,,,,,`, (index) => NUMBERS[index]),
    ],
    ['blanks between them', table(HEADER, (index) => NUMBERS[index]).replaceAll(',', ' ')],
  ])('may be named with %s', async (_what, content) => {
    expectThree(await readOne(content));
  });

  it('may lack the volume, which is noted once', async () => {
    const { rows, notes } = await readOne(table('unix,open,high,low,close', () => '2,4,1,3'));
    expect([...rows.volume]).toEqual([0, 0, 0]);
    expect(notes).toEqual(['there is no volume: 0 is stored']);
  });

  it.each<[string, string]>([
    ['open, close, high, low', '2,3,4,1,10'],
    ['low, high, open, close', '1,4,2,3,10'],
    ['volume, close, high, low, open', '10,3,4,1,2'],
  ])('without names are recognised by their numbers: %s', async (_what, cells) => {
    const { rows, notes } = await readOne(lines(...times.map((time) => `${time},${cells}`)));
    expect([rows.open[0], rows.high[0], rows.low[0], rows.close[0]]).toEqual([2, 4, 1, 3]);
    expect(notes[0]).toMatch(/the only order that fits is/);
  });

  it.each<[string, string]>([
    ['decimal commas', '2,5;4,25;1,125;3;10'],
    ['decimal commas and thousands', '2,50;4,25;1,125;3;10'],
  ])('may hold %s behind semicolons', async (_what, cells) => {
    const { rows } = await readOne(
      lines('time;open;high;low;close;volume', ...times.map((time) => `${time};${cells}`)),
    );
    expect([rows.open[0], rows.high[0], rows.low[0], rows.close[0]]).toEqual([2.5, 4.25, 1.125, 3]);
  });

  it('are those of Investing.com: the price is the close, and volumes are short', async () => {
    const header = '"Date","Price","Open","High","Low","Vol.","Change %"';
    const texts = ['84.17K', '1.2M', '-'].map(
      (volume, day) => `"Aug 0${day + 1}, 2023","29,232.4","29,705.9","29,784.6","28,585.5","${volume}","-1.56%"`,
    );
    const { rows } = await readOne(lines(header, ...texts));
    expect([rows.open[0], rows.high[0], rows.low[0], rows.close[0]]).toEqual([29_705.9, 29_784.6, 28_585.5, 29_232.4]);
    expect([...rows.volume]).toEqual([84_170, 1_200_000, 0]);
  });

  it('may group thousands within quotes', async () => {
    const { rows } = await readOne(table(HEADER, () => '"29,200.50","29,300.00","29,100.00","29,250.00","1,234"'));
    expect([rows.open[0], rows.volume[0]]).toEqual([29_200.5, 1_234]);
  });

  it('hold volumes of coin-margined contracts, whose quote column has the base asset', async () => {
    const texts = times.map((time) => `${time},20000,20010,19990,20000,400,${time},2.0,3,1,1,0`);
    const { rows, notes } = await readOne(lines(...texts));
    expect(rows.volume[0]).toBe(2);
    expect(notes[0]).toMatch(/coin-margined/);
  });

  it('hold one symbol, unless --where chooses', async () => {
    const rows = times.flatMap((time, index) => [`${time},${NUMBERS[index]},FIL-USDT`, `${time},9,9,9,9,9,NEAR-USDT`]);
    const content = lines(`${HEADER},symbol`, ...rows);
    expectThree(await readOne(content, { where: [{ column: 'Symbol', value: 'fil-usdt' }] }));
    await expect(readCsv(content)).rejects.toMatchObject({
      message: expect.stringMatching(
        /line 3: symbol is NEAR-USDT, but FIL-USDT in the rows before.*--where "symbol=FIL-USDT"/,
      ),
    });
  });

  it('of BitMEX stamp the ends of minutes and may open outside of the range', async () => {
    const rows = ['2023-08-01T00:01:00Z', '2023-08-01T00:02:00Z'].map((time) => `${time},XBTUSD,9,4,1,3,5,10`);
    const content = lines('timestamp,symbol,open,high,low,close,trades,volume', ...rows);
    const file = await readOne(content);
    expect(candlesOf(file)[0]).toMatchObject({ timestamp: AUGUST, open: 4 });
    expect(file.notes).toHaveLength(2);
    const [first] = candlesOf(await readOne(content, { stamp: 'open' }));
    expect(first.timestamp).toBe(AUGUST + MINUTE);
  });
});

describe('the rows of a file', () => {
  const three = THREE.trimEnd().split('\n');

  it.each<[string, string, RegExp | null]>([
    ['from new to old', lines(three[0], three[3], three[2], three[1]), /new to old/],
    ['out of order', lines(three[0], three[2], three[1], three[3]), /out of order/],
    ['behind a header in the middle', lines(three[0], three[1], ...three.slice(0, 1), three[2], three[3]), null],
    ['that repeat', lines(...three, ...three.slice(1)), /out of order/],
  ])('may come %s', async (_what, content, note) => {
    const file = await readOne(content);
    expectThree(file);
    expect(file.notes.join()).toMatch(note ?? /^$/);
  });

  it('without prices are missing minutes', async () => {
    const content = lines(three[0], three[1], row(1, 'NaN,NaN,NaN,NaN,NaN'), three[3]);
    const { rows, notes } = await readOne(content);
    expect([...rows.minutes]).toEqual([AUGUST / MINUTE, AUGUST / MINUTE + 2]);
    expect(notes).toEqual(['1 row without prices: missing candles']);
  });

  it('may hold a leap second, the start of the next minute', async () => {
    const content = lines(
      HEADER,
      '2016-12-31 23:59:00,1,1,1,1,1',
      '2016-12-31 23:59:60,1,1,1,1,1',
      '2017-01-01 00:00:00,1,1,1,1,1',
    );
    const file = await readOne(content);
    expect(file.duplicates).toBe(1);
    expectMinutes(file, Date.UTC(2016, 11, 31, 23, 59), 2);
  });

  it.each(['utf16le', 'latin1'] as const)('may be written in %s', async (encoding) => {
    expectThree(await readOne(Buffer.from(encoding === 'utf16le' ? `\ufeff${THREE}` : THREE, encoding)));
  });
});
