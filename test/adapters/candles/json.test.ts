import { describe, expect, it } from 'vitest';
import { AUGUST, expectThree, readAny } from '../../support/candle-files.ts';

const TIMES = [0, 60_000, 120_000].map((ms) => AUGUST + ms);
const ROWS = [
  [2, 4, 1, 3, 10],
  [3, 5, 2, 4, 11],
  [4, 6, 3, 5, 0],
];
const NAMES = ['open', 'high', 'low', 'close', 'volume'];
const ARRAYS = TIMES.map((time, index) => [time, ...ROWS[index]]);
const OBJECTS = ARRAYS.map(([time, ...cells]) => ({
  time,
  ...Object.fromEntries(NAMES.map((name, at) => [name, cells[at]])),
}));
const COLUMNS = Object.fromEntries(NAMES.map((name, at) => [name, ROWS.map((row) => row[at])]));

describe('JSON is read', () => {
  it.each<[string, unknown]>([
    ['from arrays, as ccxt and freqtrade have them', ARRAYS],
    ['from objects', OBJECTS],
    [
      'from an answer of OKX, with numbers as text',
      { code: '0', data: [...ARRAYS].reverse().map((row) => row.map(String)) },
    ],
    ['from an answer of Bybit', { retCode: 0, result: { symbol: 'FIL', list: ARRAYS } }],
    ['from an answer of Kraken', { error: [], result: { FILUSD: ARRAYS, last: 1 } }],
    ['from lists by column', { timestamp: TIMES, ...COLUMNS }],
    [
      'from columns of pandas',
      {
        timestamp: { ...TIMES },
        ...Object.fromEntries(NAMES.map((name, at) => [name, { ...ROWS.map((row) => row[at]) }])),
      },
    ],
    ['from a table that pandas split', { columns: NAMES, index: TIMES, data: ROWS }],
    ['from rows by time', Object.fromEntries(OBJECTS.map(({ time, ...row }) => [time, row]))],
    ['from arrays behind a header', [['time', ...NAMES], ...ARRAYS]],
    [
      'from the order of Coinbase',
      ARRAYS.map(([time, open, high, low, close, volume]) => [time, low, high, open, close, volume]),
    ],
  ])('%s', async (_what, document) => {
    for (const space of [0, 1]) expectThree((await readAny(JSON.stringify(document, null, space)))[0]);
  });

  it.each<[string, readonly unknown[]]>([
    ['arrays', ARRAYS],
    ['objects', OBJECTS],
  ])('from lines of %s', async (_what, rows) => {
    const [file] = await readAny(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    expectThree(file);
    expect([...file.rows.lines]).toEqual([1, 2, 3]);
  });
});

it.each<[string, string, RegExp]>([
  [
    'of several series',
    JSON.stringify({ FIL: ARRAYS, NEAR: ARRAYS }),
    /^candles holds several series, FIL, NEAR; an import has one market/,
  ],
  ['that is cut off', JSON.stringify(ARRAYS).slice(0, -5), /^candles is JSON that ends too early or is damaged \(/],
  ['without candles', '{"error": "not found"}', /^candles is JSON without rows of candles$/],
  [
    'of lines with a fault',
    `${JSON.stringify(ARRAYS[0])}\n[1690848060000, 3\n`,
    /^candles line 2: there is no row of JSON$/,
  ],
])('JSON %s is refused', async (_what, text, message) => {
  await expect(readAny(text)).rejects.toMatchObject({
    code: 'InvalidCandles',
    message: expect.stringMatching(message),
  });
});
