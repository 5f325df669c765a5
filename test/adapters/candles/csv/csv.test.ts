import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../../../src/model/time.ts';
import { AUGUST, expectThree, HEADER, lines, readCsv, readOne, row, THREE } from '../../../support/candle-files.ts';

describe('a CSV file', () => {
  it('is read with its header, each candle knowing its line', async () => {
    const file = await readOne(THREE);
    expectThree(file);
    expect([...file.rows.lines]).toEqual([2, 3, 4]);
    expect(file).toMatchObject({ name: 'candles.csv', duplicates: 0 });
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
    expect([...file.rows.lines]).toEqual([1, 2, 3]);
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
    expect(file.rows.volume.every((volume, index) => volume === index)).toBe(true);
    expect(file.rows.lines.every((line, index) => line === index + 2)).toBe(true);
    expect(file.rows.minutes.length).toBe(length);
  });

  it('has its equal rows counted and left out, wherever they stand', async () => {
    const file = await readOne(lines(HEADER, row(0), row(0), row(1), row(2), row(1, '2.0,4.0,1,3,10')));
    expect(file.rows.minutes.length).toBe(3);
    expect(file.duplicates).toBe(2);
    expect([...file.rows.lines]).toEqual([2, 4, 5]);
  });

  it('comes in parts when it has many rows, and without a row lost or twice', async () => {
    const length = 300_000;
    const rows = Array.from({ length }, (_, minute) => row(minute, `2,4,1,3,${minute}`));
    for (const order of ['ascending', 'descending']) {
      const inOrder = order === 'ascending' ? rows : [...rows].reverse();
      const files = await readCsv([HEADER, ...inOrder].join('\n'));
      expect(files.map(({ isFirstPart }) => isFirstPart)).toEqual([true, false, false]);
      const volumes = files.flatMap((file) => [...file.rows.volume]);
      expect(new Set(volumes).size).toBe(length);
      expect(
        files.every((file) => file.rows.volume.every((volume, at) => at === 0 || volume > file.rows.volume[at - 1])),
      ).toBe(true);
      expect(files[2].notes).toEqual(order === 'ascending' ? [] : ['rows run from new to old: reversed']);
    }
  });
});
