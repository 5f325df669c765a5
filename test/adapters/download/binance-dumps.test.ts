import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { archivedMarket, archivePath } from '../../../src/adapters/download/binance-dumps/archive.ts';
import { binanceDumps } from '../../../src/adapters/download/binance-dumps/binance-dumps.ts';
import type { Fetched, FetchProgress } from '../../../src/adapters/download/source.ts';
import { readEach } from '../../../src/cli/import/store-all.ts';
import { parseMarket } from '../../../src/model/market.ts';
import { DAY, MINUTE, type TimeRange } from '../../../src/model/time.ts';
import { archiveServer, binanceCsv, damaged, dies, status } from '../../support/archive-server.ts';
import { testFolder } from '../../support/folder.ts';

const FIL = { exchange: 'Binance Perpetual Futures', symbol: 'FIL-USDT' };
const AUGUST = Date.UTC(2023, 7, 1);
const SEPTEMBER = Date.UTC(2023, 8, 1);
const FOLDER = 'data/futures/um';
const MONTHLY = `${FOLDER}/monthly/klines/FILUSDT/1m/FILUSDT-1m-2023-08.zip`;
const daily = (day: string) => `${FOLDER}/daily/klines/FILUSDT/1m/FILUSDT-1m-${day}.zip`;

/** A server, and downloads from it as if it were some time. */
async function setUp({ now = SEPTEMBER + 10 * DAY, retries = 3 } = {}) {
  const server = await archiveServer();
  const folder = testFolder();
  const waits: number[] = [];
  const progress: FetchProgress[] = [];
  const stopping = new AbortController();
  const wait = async (ms: number) => {
    waits.push(ms);
  };
  const source = binanceDumps(`${server.url}/`, { now: () => now, retries, wait });
  const fetch = (range: TimeRange = { from: AUGUST, to: SEPTEMBER }): Promise<Fetched> =>
    source.fetch({ market: FIL, range, folder, signal: stopping.signal, onProgress: (state) => progress.push(state) });
  return { server, folder, waits, progress, stopping, fetch };
}

describe('the archives of Binance', () => {
  it.each([
    ['Binance Spot:BTC-USDT', '2023-01', 'data/spot/monthly/klines/BTCUSDT/1m/BTCUSDT-1m-2023-01.zip'],
    ['Binance Spot:BTC-USDT', '2023-01-02', 'data/spot/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2023-01-02.zip'],
    [
      'Binance Perpetual Futures:BTC-USDT',
      '2023-01',
      'data/futures/um/monthly/klines/BTCUSDT/1m/BTCUSDT-1m-2023-01.zip',
    ],
    [
      'Binance Perpetual Futures:BTC-USDT-PERP',
      '2023-01',
      'data/futures/um/monthly/klines/BTCUSDT/1m/BTCUSDT-1m-2023-01.zip',
    ],
    [
      'Binance USD-M Futures:BTC-USDT-230630',
      '2023-01',
      'data/futures/um/monthly/klines/BTCUSDT_230630/1m/BTCUSDT_230630-1m-2023-01.zip',
    ],
    [
      'Binance COIN-M Futures:BTC-USD',
      '2023-01',
      'data/futures/cm/monthly/klines/BTCUSD_PERP/1m/BTCUSD_PERP-1m-2023-01.zip',
    ],
  ])('of %s for %s are at %s', (key, date, path) => {
    const market = parseMarket(key);
    expect(market && archivePath(archivedMarket(market), date)).toBe(path);
  });

  it.each(['Binance US Spot', 'Bybit Spot', 'Binance', 'My Binance Spot'])('do not include %s', (exchange) => {
    expect(() => archivedMarket({ exchange, symbol: 'BTC-USDT' })).toThrow(/binance-dumps has "Binance Spot".*ccxt:ID/);
  });
});

describe('a month that is over', () => {
  it('is one archive, as it was published', async () => {
    const { server, fetch, progress } = await setUp();
    server.publish(MONTHLY, binanceCsv(AUGUST, 500));
    const { files, bytes, absent } = await fetch();
    expect(server.requests).toEqual([MONTHLY, `${MONTHLY}.CHECKSUM`]);
    expect({ absent, names: files.map(({ name }) => name) }).toEqual({ absent: [], names: ['FILUSDT-1m-2023-08.zip'] });
    expect(progress.at(-1)).toEqual({ bytes, share: 1 });
    for await (const { rows } of readEach(files)) {
      expect([rows.minutes[0] * MINUTE, rows.minutes.length]).toEqual([AUGUST, 500]);
    }
  });

  it('comes as days until its archive is published, and days without one are told', async () => {
    const { server, fetch, progress } = await setUp();
    for (const day of ['2023-08-29', '2023-08-31']) server.publish(daily(day), binanceCsv(Date.parse(day), 1440));
    const { files, absent } = await fetch({ from: Date.parse('2023-08-29'), to: SEPTEMBER });
    expect(server.requests[0]).toBe(MONTHLY);
    expect(files.map(({ name }) => name)).toEqual(['FILUSDT-1m-2023-08-29.zip', 'FILUSDT-1m-2023-08-31.zip']);
    expect(absent).toEqual([{ from: Date.parse('2023-08-30'), to: Date.parse('2023-08-31') }]);
    expect(progress.at(-1)?.share).toBe(1);
  });

  it('costs one request when it is old and has no archive', async () => {
    const { server, fetch } = await setUp({ now: SEPTEMBER + 100 * DAY });
    expect(await fetch()).toEqual({ files: [], bytes: 0, absent: [{ from: AUGUST, to: SEPTEMBER }] });
    expect(server.requests).toEqual([MONTHLY]);
  });
});

it('the newest month comes as the days that are over', async () => {
  const { server, fetch } = await setUp({ now: AUGUST + 2.5 * DAY });
  for (const day of ['2023-08-01', '2023-08-02']) server.publish(daily(day), binanceCsv(Date.parse(day), 1440));
  const { files, absent } = await fetch({ from: AUGUST, to: AUGUST + 2.5 * DAY });
  expect(files).toHaveLength(2);
  expect(absent).toEqual([{ from: AUGUST + 2 * DAY, to: AUGUST + 3 * DAY }]);
  expect(server.requests.some((path) => path.includes('monthly') || path.includes('2023-08-03'))).toBe(false);
});

describe('a server that fails', () => {
  it('is asked again after 1, 2 and 4 seconds', async () => {
    const { server, fetch, waits } = await setUp();
    server.publish(MONTHLY, binanceCsv(AUGUST, 10));
    server.fail(MONTHLY, status(500), dies, damaged);
    expect((await fetch()).files).toHaveLength(1);
    expect(waits).toEqual([1000, 2000, 4000]);
  });

  it.each([
    ['seconds', '7', 7_000],
    ['a date', new Date(SEPTEMBER + 10 * DAY + 90_000).toUTCString(), 90_000],
  ])('says with Retry-After when, in %s', async (_, header, wait) => {
    const { server, fetch, waits } = await setUp();
    server.publish(MONTHLY, binanceCsv(AUGUST, 10));
    server.fail(MONTHLY, status(429, { 'retry-after': header }));
    await fetch();
    expect(waits).toEqual([wait]);
  });

  it.each([
    ['always fails', [status(503), status(503)], /503 .*\(attempt 2 of 2\); what is complete is stored/],
    ['bans for hours', [status(429, { 'retry-after': '7200' })], /429 .*the server asks to wait 2 h 00 min/],
    ['refuses', [status(451)], /answers 451/],
    ['always dies in the middle', [dies, dies], /(?:terminated|closed|aborted).*\(attempt 2 of 2\)/],
    ['sends other bytes', [damaged, damaged], /FILUSDT-1m-2023-08\.zip does not fit its checksum \(attempt 2 of 2\)/],
  ])('that %s ends the download', async (_, faults, message) => {
    const { server, fetch, folder } = await setUp({ retries: 1 });
    server.publish(MONTHLY, binanceCsv(AUGUST, 10));
    server.fail(MONTHLY, ...faults);
    await expect(fetch()).rejects.toMatchObject({ code: 'DownloadFailed', message: expect.stringMatching(message) });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('that is not there ends the download with the reason', async () => {
    const { server, fetch } = await setUp({ retries: 0 });
    server.close();
    await expect(fetch()).rejects.toThrow(/ECONNREFUSED.*\(attempt 1 of 1\)/);
  });

  it('that has no checksum ends the download', async () => {
    const { server, fetch } = await setUp();
    server.put(MONTHLY, 'PK');
    await expect(fetch()).rejects.toThrow(/has no file \.CHECKSUM beside it/);
  });
});

it('a download that is stopped ends with the reason of the signal, even while a server is silent', async () => {
  const { server, fetch, stopping, folder } = await setUp();
  server.publish(MONTHLY, binanceCsv(AUGUST, 10));
  server.fail(MONTHLY, () => stopping.abort(new Error('stopped')));
  await expect(fetch()).rejects.toThrow(/^stopped$/);
  expect(readdirSync(join(folder))).toEqual([]);
});
