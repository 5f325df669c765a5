import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { candleAt } from '../../../../src/model/candle.ts';
import { MINUTE } from '../../../../src/model/time.ts';
import { AUGUST, expectThree, HEADER, lines, readOne, row, THREE } from '../../../support/candle-files.ts';

describe('a CSV file', () => {
  it('is read with its header, each candle knowing its line', async () => {
    const file = await readOne(THREE);
    expectThree(file);
    expect([...file.lines]).toEqual([2, 3, 4]);
    expect(file).toMatchObject({ name: 'candles.csv', duplicates: 0, filled: [] });
  });

  it('tells how many rows were read, up to all of them', async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => row(i >> 1));
    const told: number[] = [];
    await readOne(lines(HEADER, ...rows), { onRows: (count) => told.push(count) });
    expect(told.length).toBeGreaterThan(1);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.at(-1)).toBe(rows.length);
  });

  it.each(['plain', 'gzipped'])('tells the share that was read, %s', async (packing) => {
    const content = lines(HEADER, ...Array.from({ length: 20_000 }, (_, i) => row(i)));
    const shares: (number | null)[] = [];
    const onRows = (_rows: number, share: number | null) => shares.push(share);
    await readOne(packing === 'plain' ? content : gzipSync(content), { onRows });
    expect(shares.at(-1)).toBe(1);
    expect(shares.every((share) => share !== null && share > 0)).toBe(true);
  });

  it('is read without a header in the order of Binance', async () => {
    const rows = [row(0), row(1, '3,5,2,4,11'), row(2, '4,6,3,5,0')].map((text) => `${text},1690848059999,9,9,9,9,0`);
    const file = await readOne(lines(...rows));
    expectThree(file);
    expect([...file.lines]).toEqual([1, 2, 3]);
  });

  it.each<[string, string]>([
    [
      'columns in another order and case',
      'Volume,Close,Low,High,Open,Timestamp\n10,3,1,4,2,@0\n11,4,2,5,3,@1\n0,5,3,6,4,@2',
    ],
    ['semicolons', 'time;open;high;low;close;volume\n@0;2;4;1;3;10\n@1;3;5;2;4;11\n@2;4;6;3;5;0\n'],
    ['tabs', 'Open time\topen\thigh\tlow\tclose\tvolume\n@0\t2\t4\t1\t3\t10\n@1\t3\t5\t2\t4\t11\n@2\t4\t6\t3\t5\t0\n'],
    [
      'quotes',
      '"date","open","high","low","close","volume"\n"@0","2","4","1","3","10"\n"@1","3","5","2","4","11"\n"@2","4","6","3","5","0"\n',
    ],
    ['line ends of Windows', 'date,open,high,low,close,volume\r\n@0,2,4,1,3,10\r\n@1,3,5,2,4,11\r\n@2,4,6,3,5,0\r\n'],
    [
      'quotes and line ends of Windows',
      '"date","open","high","low","close","volume"\r\n"@0","2","4","1","3","10"\r\n"@1","3","5","2","4","11"\r\n"@2","4","6","3","5","0"\r\n',
    ],
    ['a mark of the byte order', '\ufeffdate,open,high,low,close,volume\n@0,2,4,1,3,10\n@1,3,5,2,4,11\n@2,4,6,3,5,0\n'],
    ['no header but a mark of the byte order', '\ufeff@0,2,4,1,3,10\n@1,3,5,2,4,11\n@2,4,6,3,5,0'],
    ['blank lines', '\ndate,open,high,low,close,volume\n\n@0,2,4,1,3,10\n@1,3,5,2,4,11\n  \n@2,4,6,3,5,0\n\n'],
    [
      'a comma at the end of every row',
      'date,open,high,low,close,volume,\n@0,2,4,1,3,10,\n@1,3,5,2,4,11,\n@2,4,6,3,5,0,\n',
    ],
    [
      'a comma at the end of the header alone',
      'date,open,high,low,close,volume,\n@0,2,4,1,3,10\n@1,3,5,2,4,11\n@2,4,6,3,5,0\n',
    ],
    [
      'a comma at the end of every row but the header',
      'date,open,high,low,close,volume\n@0,2,4,1,3,10,\n@1,3,5,2,4,11,\n@2,4,6,3,5,0,\n',
    ],
    ['a comma at the end of the first row alone, without a header', '@0,2,4,1,3,10,\n@1,3,5,2,4,11\n@2,4,6,3,5,0\n'],
    [
      'exponents, signs and blanks around its numbers',
      'date,open,high,low,close,volume\n@0,2e0, 4,+1,3.,1.0E+1 \n@1,3,5,20e-1,4,11\n@2,.4e1,6,3,5,0\n',
    ],
    [
      'columns that no one needs',
      'unix,date,symbol,open,high,low,close,Volume FIL,Volume\n@0,x,FIL,2,4,1,3,7,10\n@1,x,FIL,3,5,2,4,7,11\n@2,x,FIL,4,6,3,5,7,0\n',
    ],
  ])('is read with %s', async (_what, text) => {
    const content = text.replaceAll(/@(\d)/g, (_, minute) => `${AUGUST + Number(minute) * MINUTE}`);
    expectThree(await readOne(content));
  });

  it.each<[string, (timestamp: number) => string]>([
    ['seconds', (timestamp) => `${timestamp / 1_000}`],
    ['microseconds', (timestamp) => `${timestamp}000`],
    ['nanoseconds', (timestamp) => `${timestamp}000000`],
    ['ISO dates', (timestamp) => new Date(timestamp).toISOString()],
  ])('is read with its time in %s', async (_what, spell) => {
    const content = THREE.replaceAll(/^\d{13}/gm, (digits) => spell(Number(digits)));
    expectThree(await readOne(content));
  });

  it('is read in the order of columns that are named in its stead', async () => {
    const columns = ['timestamp', 'open', 'close', 'high', 'low', 'volume'];
    const content = lines(row(0, '2,3,4,1,10'), row(1, '3,4,5,2,11'), row(2, '4,5,6,3,0'));
    expectThree(await readOne(content, { columns }));
    expectThree(await readOne(`Zeit,Auf,Zu,Hoch,Tief,Menge\n${content}`, { columns }));
  });

  it.each<[string, (text: string) => string | Buffer]>([
    ['whose size is known', (text) => text],
    ['whose size is not known', gzipSync],
  ])('is read whole when it is larger than a piece of it, %s', async (_what, pack) => {
    const length = 30_000;
    const rows = Array.from({ length }, (_, minute) => row(minute, `2,4,1,3,${minute}`));
    const file = await readOne(pack(lines(HEADER, ...rows)));
    expect(file.candles.volume.every((volume, index) => volume === index)).toBe(true);
    expect(file.lines.every((line, index) => line === index + 2)).toBe(true);
    expect(file.candles.length).toBe(length);
  });

  it('has its equal rows counted and left out, wherever they stand', async () => {
    const file = await readOne(lines(HEADER, row(0), row(0), row(1), row(2), row(1, '2.0,4.0,1,3,10')));
    expect(file.candles.length).toBe(3);
    expect(file.duplicates).toBe(2);
    expect([...file.lines]).toEqual([2, 4, 5]);
  });

  it('has its gaps filled with flat minutes without volume when asked', async () => {
    const file = await readOne(lines(HEADER, row(0), row(3), row(5)), { gaps: 'fill' });
    const flat = { open: 3, high: 3, low: 3, close: 3, volume: 0 };
    expect(candleAt(file.candles, 1)).toEqual({ timestamp: AUGUST + MINUTE, ...flat });
    expect(candleAt(file.candles, 2)).toEqual({ timestamp: AUGUST + 2 * MINUTE, ...flat });
    expect(candleAt(file.candles, 3)).toMatchObject({ open: 2, close: 3, volume: 10 });
    expect(candleAt(file.candles, 4)).toEqual({ timestamp: AUGUST + 4 * MINUTE, ...flat });
    expect([...file.lines]).toEqual([2, 0, 0, 3, 0, 4]);
    expect(file.filled).toEqual([
      { from: AUGUST + MINUTE, to: AUGUST + 3 * MINUTE },
      { from: AUGUST + 4 * MINUTE, to: AUGUST + 5 * MINUTE },
    ]);
  });

  it.each<[string, readonly number[]]>([
    ['two rows stand side by side', [0, 5, 10, 15, 16, 20, 25]],
    ['the rows lie on no longer grid', [0, 2, 5, 9, 11, 13, 20]],
    ['the rows are too few to tell', [0, 5, 10, 15, 20]],
  ])('counts as minutes with gaps where %s', async (_what, minutes) => {
    const file = await readOne(lines(HEADER, ...minutes.map((minute) => row(minute))), { gaps: 'fill' });
    expect(file.lines.filter((line) => line > 0).length).toBe(minutes.length);
  });
});
