import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DAY, formatDate, MINUTE } from '../../../src/model/time.ts';
import { archiveServer, binanceCsv, status } from '../../support/archive-server.ts';
import { openStore } from '../../support/candle-store.ts';
import { commandLine } from '../../support/command-line.ts';
import { testFolder } from '../../support/folder.ts';

const MARKET = 'Binance Spot:FIL-USDT';
const monthly = (month: string) => `data/spot/monthly/klines/FILUSDT/1m/FILUSDT-1m-${month}.zip`;
const start = (month: string) => Date.parse(`${month}-01`);

/** A server, and `jbt download` from it in a project of its own. */
async function setUp() {
  const server = await archiveServer();
  const folder = testFolder();
  const words = ['download', '--from', 'binance-dumps', '--base-url', server.url];
  const download = (since: string, until: string, ...more: readonly string[]) =>
    commandLine(folder, ...words, '--market', MARKET, '--since', since, '--until', until, ...more);
  return { server, folder, words, download };
}

describe('jbt download', () => {
  it('stores months and says what was added', async () => {
    const { server, folder, download } = await setUp();
    server.publish(monthly('2023-01'), binanceCsv(start('2023-01'), 31 * 1440));
    server.publish(monthly('2023-02'), binanceCsv(start('2023-02'), 28 * 1440));
    const { code, stdout, stderr } = await download('2023-01-01', '2023-03-01');
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^Binance Spot:FIL-USDT\n/) });
    expect(stdout).toMatch(/^ {2}2 months downloaded, 0 stored already\n {2}84,960 new minutes; [\d.]+kB\n/m);
    expect(stdout).toMatch(/^ {2}stored: 84960 minutes, 2023-01-01 00:00 to 2023-02-28 23:59, no gaps/m);
    expect(stderr).toMatch(/^Binance Spot:FIL-USDT 2023-01: 44,640 new, [\d.]+kB\n.* 2023-02: 40,320 new/);
    const candles = JSON.parse((await commandLine(folder, 'candles', '--json')).stdout);
    expect(candles).toMatchObject([{ market: MARKET, minutes: 84960, gaps: [] }]);
  });

  it('skips what is stored, however it came to be', async () => {
    const { server, folder, download } = await setUp();
    server.publish(monthly('2023-02'), binanceCsv(start('2023-02'), 28 * 1440));
    writeFileSync(join(folder, 'january.csv'), binanceCsv(start('2023-01'), 31 * 1440));
    expect((await commandLine(folder, 'import', 'january.csv', '--market', MARKET)).code).toBe(0);
    const { stdout } = await download('2023-01-01', '2023-03-01', '--json');
    expect(server.requests).toEqual([monthly('2023-02'), `${monthly('2023-02')}.CHECKSUM`]);
    expect(JSON.parse(stdout)).toMatchObject({
      source: 'binance-dumps',
      markets: [{ market: MARKET, downloaded: 1, skipped: 1, added: 40320, stored: { minutes: 84960 } }],
    });
    await download('2023-01-01', '2023-03-01');
    expect(server.requests).toHaveLength(2);
  });

  it('goes on where a failing server ended it', async () => {
    const { server, download } = await setUp();
    for (const month of ['2023-01', '2023-02']) server.publish(monthly(month), binanceCsv(start(month), 10));
    server.fail(monthly('2023-02'), status(503));
    const failed = await download('2023-01-01', '2023-03-01', '--retries', '0');
    expect(failed).toMatchObject({
      code: 4,
      stdout: '',
      stderr: expect.stringMatching(/\nerror DownloadFailed: .*503/),
    });
    const { code, stdout } = await download('2023-01-01', '2023-03-01', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout).markets[0]).toMatchObject({ downloaded: 1, skipped: 1, added: 10 });
  });

  it('says that it waits, and why', async () => {
    const { server, download } = await setUp();
    server.publish(monthly('2023-01'), binanceCsv(start('2023-01'), 10));
    server.fail(monthly('2023-01'), status(429, { 'retry-after': '0' }));
    const { code, stderr } = await download('2023-01-01', '2023-02-01', '--retries', '1');
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringMatching(/^http.*FILUSDT-1m-2023-01\.zip: the server answers 429 .*; waiting 0 s\n/),
    });
  });

  it('leaves gaps, and does not download a month with gaps again', async () => {
    const { server, folder, download } = await setUp();
    const january = start('2023-01');
    server.publish(monthly('2023-01'), binanceCsv(january, 100) + binanceCsv(january + 2 * DAY, 50));
    expect((await download('2023-01-01', '2023-02-01')).stdout).toMatch(/150 new minutes.*\n.*stored: 150 minutes/);
    expect((await download('2023-01-01', '2023-02-01')).stdout).toMatch(/0 months downloaded, 1 stored already/);
    expect(server.requests).toHaveLength(2);
    await commandLine(folder, 'candles', 'remove', MARKET);
    expect((await download('2023-01-01', '2023-02-01')).stdout).toMatch(/1 month downloaded/);
  });

  it('fills gaps where that is asked for', async () => {
    const { server, download } = await setUp();
    const january = start('2023-01');
    server.publish(monthly('2023-01'), binanceCsv(january, 100) + binanceCsv(january + DAY / 2, 50));
    const { stdout } = await download('2023-01-01', '2023-02-01', '--gaps', 'fill');
    expect(stdout).toMatch(/770 new minutes, 620 of them filled/);
  });

  it('tells months before the listing and after the delisting', async () => {
    const { server, download } = await setUp();
    server.publish(monthly('2023-03'), binanceCsv(start('2023-03'), 10));
    const { code, stdout } = await download('2023-01-01', '2023-06-01');
    expect(code).toBe(0);
    expect(stdout).toMatch(/1 month downloaded, 0 stored already, 4 not at the source/);
    expect(stdout).toMatch(/^ {2}2023-01-01 00:00 to 2023-02-28 23:59: not listed then$/m);
    expect(stdout).toMatch(/^ {2}2023-04-01 00:00 to 2023-05-31 23:59: delisted, or not published$/m);
  });

  it('tells days that are not yet published', async () => {
    const { server, download } = await setUp();
    const today = Math.floor(Date.now() / DAY) * DAY;
    for (const ago of [4, 3, 2]) {
      const day = formatDate(today - ago * DAY);
      server.publish(`data/spot/daily/klines/FILUSDT/1m/FILUSDT-1m-${day}.zip`, binanceCsv(Date.parse(day), 1440));
    }
    const { stdout } = await download(formatDate(today - 4 * DAY), '2100-01-01', '--json');
    expect(JSON.parse(stdout).markets[0]).toMatchObject({ added: 3 * 1440 });
    expect(JSON.parse(stdout).markets[0].absent.at(-1)).toMatchObject({ reason: 'not yet published' });
    const again = await download(formatDate(today - 4 * DAY), '2100-01-01');
    expect(again.stdout).toMatch(/0 months downloaded, \d stored already\n {2}nothing new\n.*: not yet published\n/);
  });

  it('downloads several markets', async () => {
    const { server, folder, words } = await setUp();
    for (const symbol of ['FILUSDT', 'ETHUSDT']) {
      const path = `data/spot/monthly/klines/${symbol}/1m/${symbol}-1m-2023-01.zip`;
      server.publish(path, binanceCsv(start('2023-01'), 10));
    }
    const markets = ['--market', MARKET, '--market', 'Binance Spot:ETH-USDT'];
    const { stdout } = await commandLine(
      folder,
      ...words,
      ...markets,
      '--since',
      '2023-01-01',
      '--until',
      '2023-02-01',
    );
    expect(stdout).toMatch(/^Binance Spot:FIL-USDT\n(?: .*\n)+Binance Spot:ETH-USDT\n/);
  });

  it('lets other numbers win only with --replace', async () => {
    const { server, folder, download } = await setUp();
    server.publish(monthly('2023-01'), binanceCsv(start('2023-01'), 10));
    writeFileSync(join(folder, 'other.csv'), binanceCsv(start('2023-01'), 5, 200));
    await commandLine(folder, 'import', 'other.csv', '--market', MARKET);
    const refused = await download('2023-01-01', '2023-02-01');
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringMatching(/^error ConflictingCandles: .*--replace/) });
    expect((await download('2023-01-01', '2023-02-01', '--replace')).stdout).toMatch(/5 new minutes, 5 replaced/);
  });

  it('takes volumes of coin-margined contracts from the column of the base asset', async () => {
    const { server, folder, words } = await setUp();
    const path = 'data/futures/cm/monthly/klines/BTCUSD_PERP/1m/BTCUSD_PERP-1m-2023-01.zip';
    const row = (minute: number) => {
      const time = start('2023-01') + minute * 60_000;
      return `${time},20000,20010,19990,20000,400,${time + 59_999},2,9,1,1,0\n`;
    };
    server.publish(path, row(0) + row(1));
    const market = ['--market', 'Binance COIN-M Futures:BTC-USD', '--since', '2023-01-01', '--until', '2023-02-01'];
    expect((await commandLine(folder, ...words, ...market)).stdout).toMatch(/2 new minutes/);
    const { store } = openStore(join(folder, '.jbt/cache'));
    const range = { from: start('2023-01'), to: start('2023-01') + 2 * MINUTE };
    const { volume } = store.load({ exchange: 'Binance COIN-M Futures', symbol: 'BTC-USD' }, range);
    expect([...volume]).toEqual([2, 2]);
  });
});

describe('jbt download refuses', () => {
  it.each<[string, readonly string[], RegExp]>([
    [
      'no source',
      ['--since', '2023-01-01'],
      /--from must be binance-dumps or ccxt:ID, such as ccxt:bybit, got nothing/,
    ],
    ['another source', ['--from', 'binance', '--since', '2023-01-01'], /--from must be .*, got "binance"/],
    ['no start', ['--from', 'binance-dumps'], /--since must be a date such as 2023-08-01 .*, got nothing/],
    ['no date', ['--from', 'binance-dumps', '--since', '2023-02-30'], /--since must be a date .*, got "2023-02-30"/],
    [
      'the future',
      ['--from', 'binance-dumps', '--since', '2100-01-01'],
      /InvalidDateRange: --since lies in the future/,
    ],
    [
      'an end before the start',
      ['--from', 'binance-dumps', '--since', '2023-02-01', '--until', '2023-01-01'],
      /InvalidDateRange: --until must be after --since/,
    ],
    [
      'a server that is none',
      ['--from', 'binance-dumps', '--since', '2023-01-01', '--base-url', 'nowhere'],
      /--base-url must be the address of a server.*, got "nowhere"/,
    ],
    [
      'a server for ccxt',
      ['--from', 'ccxt:x', '--since', '2023-01-01', '--base-url', 'http://a.b'],
      /--base-url is for/,
    ],
    [
      'no number of retries',
      ['--from', 'binance-dumps', '--since', '2023-01-01', '--retries', '-1'],
      /--retries must be/,
    ],
  ])('%s', async (_, words, message) => {
    const folder = testFolder();
    const { code, stderr } = await commandLine(folder, 'download', '--market', MARKET, ...words);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(message) });
    expect(existsSync(join(folder, '.jbt'))).toBe(false);
  });

  it('a market that is missing, another exchange, and one with nearly its name', async () => {
    const words = ['--from', 'binance-dumps', '--since', '2023-01-01'];
    const download = (...market: readonly string[]) => commandLine(testFolder(), 'download', ...words, ...market);
    expect((await download()).stderr).toMatch(/--market must be EXCHANGE:SYMBOL.*, got nothing/);
    expect((await download('--market', 'Bybit Spot:FIL-USDT')).stderr).toMatch(/--from ccxt:ID/);
    expect((await download('--market', 'Binance Spott:FIL-USDT')).stderr).toMatch(/nearly "Binance Spot"/);
  });

  it('a market that the source does not have, with exit code 2', async () => {
    const { download } = await setUp();
    expect(await download('2023-01-01', '2023-03-01')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /error MarketNotFound: binance-dumps has no candles of Binance Spot:FIL-USDT for 2023-01-01 to 2023-03-01: check/,
      ),
    });
  });
});

it('a damaged file of what was downloaded costs a download, no more', async () => {
  const { server, folder, download } = await setUp();
  server.publish(monthly('2023-01'), binanceCsv(start('2023-01'), 10));
  await download('2023-01-01', '2023-02-01');
  const path = join(folder, '.jbt/downloads.json');
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ format: 1 });
  writeFileSync(path, '{');
  expect((await download('2023-01-01', '2023-02-01')).stdout).toMatch(/1 month downloaded.*\n.*0 new minutes/);
});
