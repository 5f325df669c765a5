import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../../../src/model/time.ts';
import { AUGUST, candlesOf, HEADER, lines, readAny, readOne } from '../../../support/candle-files.ts';

interface Trade {
  readonly id: number;
  readonly time: number;
  readonly price: number;
  readonly amount: number;
}

/** Trades of six seconds each, ten a minute; the price of a minute goes 10, 14, 18, ... and ends at 12. */
const TRADES = Array.from({ length: 30 }, (_, id): Trade => {
  const place = id % 10;
  return { id, time: AUGUST + id * 6_000 + 250, price: place === 9 ? 12 : 10 + 4 * place, amount: 0.5 };
});
const MINUTES = [0, 1, 2].map((minute) => ({
  timestamp: AUGUST + minute * MINUTE,
  ...{ open: 10, high: 42, low: 10, close: 12, volume: 5 },
}));
/** The last trade comes six seconds before the minute is over. */
const WHOLE = MINUTES.slice(0, 2);

const table = (header: string | null, rowOf: (trade: Trade) => string, trades: readonly Trade[] = TRADES) =>
  lines(...(header === null ? [] : [header]), ...trades.map(rowOf));

describe('trades become minutes', () => {
  it.each<[string, string]>([
    [
      'of Binance',
      table(null, ({ id, time, price, amount }) => `${id},${price},${amount},${price * amount},${time},true,true`),
    ],
    [
      'of Binance, aggregated',
      table(null, ({ id, time, price, amount }) => `${id},${price},${amount},${id},${id},${time},False,True`),
    ],
    [
      'of Binance futures',
      table(
        'id,price,qty,quote_qty,time,is_buyer_maker',
        ({ id, time, price, amount }) => `${id},${price},${amount},${price * amount},${time},true`,
      ),
    ],
    [
      'of Binance futures, aggregated',
      table(
        'agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker',
        ({ id, time, price, amount }) => `${id},${price},${amount},${id},${id},${time},true`,
      ),
    ],
    [
      'of coin-margined contracts, whose base asset has a column',
      table(null, ({ id, time, price, amount }) => `${id},${price},9,${amount},${time},true`),
    ],
    [
      'of Bybit, from new to old',
      table(
        'timestamp,symbol,side,size,price,tickDirection',
        ({ time, price, amount }) => `${time / 1_000},FILUSDT,Buy,${amount},${price},PlusTick`,
        [...TRADES].reverse(),
      ),
    ],
    [
      'with a time, a price and an amount',
      table('time,price,qty', ({ time, price, amount }) => `${new Date(time).toISOString()},${price},${amount}`),
    ],
    [
      'of ccxt in JSON',
      JSON.stringify(
        TRADES.map(({ id, time, price, amount }) => ({
          info: { id },
          timestamp: time,
          datetime: new Date(time).toISOString(),
          symbol: 'FIL/USDT',
          ...{ id: `${id}`, side: 'buy', price, amount, cost: price * amount, fee: null },
        })),
      ),
    ],
    [
      'of Binance in JSON',
      JSON.stringify(
        TRADES.map(({ id, time, price, amount }) => ({
          a: id,
          p: `${price}`,
          q: `${amount}`,
          f: id,
          l: id,
          T: time,
          m: true,
        })),
      ),
    ],
  ])('%s', async (_what, content) => {
    const [file] = await readAny(content);
    expect(candlesOf(file)).toEqual(WHOLE);
    expect(file.notes).toContain('minutes are made of trades');
    expect(file.notes).toContain('rows end at 2023-08-01 00:02:54: that minute is not whole, and left out');
  });

  it('of columns that have no names, once they are named', async () => {
    const content = table(null, ({ time, price, amount }) => `${time},${price},${amount}`);
    await expect(readAny(content)).rejects.toMatchObject({
      message: expect.stringMatching(
        /rows of 3 cells are no candles \(trades without names: --columns time,price,qty\)/,
      ),
    });
    expect(candlesOf(await readOne(content, { columns: ['time', 'price', 'qty'] }))).toEqual(WHOLE);
  });

  it('that are whole at midnight, where files of days are cut, however late the first trade comes', async () => {
    const late = TRADES.map((trade) => ({ ...trade, time: trade.time + 5_500 }));
    const [first] = candlesOf(
      await readOne(table('time,price,qty', ({ time, price, amount }) => `${time},${price},${amount}`, late)),
    );
    expect(first.timestamp).toBe(AUGUST);
    const noon = late.map((trade) => ({ ...trade, time: trade.time + 12 * 60 * MINUTE }));
    const [second] = candlesOf(
      await readOne(table('time,price,qty', ({ time, price, amount }) => `${time},${price},${amount}`, noon)),
    );
    expect(second.timestamp).toBe(AUGUST + 12 * 60 * MINUTE + MINUTE);
  });

  it.each<[string, string, RegExp]>([
    [
      'out of order',
      table('time,price,qty', ({ time, price, amount }) => `${time},${price},${amount}`, [
        ...TRADES.slice(0, 9),
        ...TRADES.slice(3),
      ]),
      /^candles line 11: 2023-08-01T00:00:18.250Z is out of order: sort the rows by time$/,
    ],
    [
      'that may be closes',
      table('time,price,volume', ({ id }) => `${AUGUST + id * MINUTE},10,5`),
      /each row has one price, and all times are whole minutes: these may be closes/,
    ],
    [
      'of a part of a minute',
      table('time,price,qty', ({ time, price, amount }) => `${time + 10_000},${price},${amount}`, TRADES.slice(11, 14)),
      /^candles has no whole minute$/,
    ],
    [
      'with a price that is none',
      table('time,price,qty', ({ time, amount }) => `${time},0,${amount}`),
      /^candles line 2: 2023-08-01T00:00:00.250Z: a price is not above zero$/,
    ],
  ])('but not those %s', async (_what, content, message) => {
    await expect(readAny(content)).rejects.toMatchObject({
      code: 'InvalidCandles',
      message: expect.stringMatching(message),
    });
  });
});

describe('candles of seconds become minutes', () => {
  const seconds = (step: number, first: number, length: number, timeOf: (time: number) => string = String) =>
    Array.from({ length }, (_, index) => {
      const time = AUGUST + (first + index * step) * 1_000;
      const price = 10 + ((first / step + index) % (60 / step));
      return `${timeOf(time)},${price},${price + 2},${price - 1},${price + 1},1`;
    });
  const made = (step: number) => ({
    open: 10,
    high: 9 + 60 / step + 2,
    low: 9,
    close: 10 + 60 / step,
    volume: 60 / step,
  });

  it.each<[string, string, number]>([
    ['of one', lines(HEADER, ...seconds(1, 0, 180)), 1],
    ['of five', lines(HEADER, ...seconds(5, 0, 36)), 5],
    ['from new to old', lines(HEADER, ...seconds(1, 0, 180).reverse()), 1],
    [
      'in dates',
      lines(HEADER, ...seconds(1, 0, 180, (time) => new Date(time).toISOString().slice(0, 19).replace('T', ' '))),
      1,
    ],
    ['in ends', lines('close_time,open,high,low,close,volume', ...seconds(1, 0, 180, (time) => `${time + 999}`)), 1],
  ])('%s', async (_what, content, step) => {
    const file = await readOne(content);
    expect(candlesOf(file)).toEqual(
      [0, 1, 2].map((minute) => ({ timestamp: AUGUST + minute * MINUTE, ...made(step) })),
    );
    expect(file.notes).toContain(`minutes are made of candles of ${step}s`);
  });

  it('without the first and the last where they are not whole, which is noted', async () => {
    const file = await readOne(lines(HEADER, ...seconds(1, 5, 120)));
    expect(candlesOf(file).map(({ timestamp }) => timestamp)).toEqual([AUGUST + MINUTE]);
    expect(file.notes.slice(1)).toEqual([
      'rows begin at 2023-08-01 00:00:05: that minute is not whole, and left out',
      'rows end at 2023-08-01 00:02:04: that minute is not whole, and left out',
    ]);
  });

  it('each once, and refuses two candles for one second', async () => {
    const rows = seconds(1, 0, 60);
    const file = await readOne(lines(HEADER, rows[0], ...rows));
    expect(candlesOf(file)[0].volume).toBe(60);
    expect(file.notes).toContain('rows that repeat the one before: 1, left out');
    const other = rows[0].replace(',10,', ',10.5,');
    await expect(readOne(lines(HEADER, ...rows.slice(0, 1), other, ...rows.slice(1)))).rejects.toMatchObject({
      message: expect.stringMatching(/line 3: 2023-08-01T00:00:00.000Z has another candle than the row before/),
    });
  });
});
