import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ccxtSource } from '../../../src/adapters/download/ccxt/ccxt.ts';
import { ccxtSymbols } from '../../../src/adapters/download/ccxt/symbols.ts';
import type { FetchProgress } from '../../../src/adapters/download/source.ts';
import { parseMarket } from '../../../src/model/market.ts';
import { HOUR, MINUTE } from '../../../src/model/time.ts';
import { type CcxtScript, installCcxt } from '../../support/fake-ccxt.ts';
import { testFolder } from '../../support/folder.ts';

const FIL = { exchange: 'Tiny Exchange', symbol: 'FIL-USDT' };
const AUGUST = Date.UTC(2023, 7, 1);
const HOUR_OF_AUGUST = { from: AUGUST, to: AUGUST + HOUR };

/** Minutes from the start of August, each with its number as the volume. */
function rows(...minutes: readonly number[]) {
  return minutes.map((minute) => [AUGUST + minute * MINUTE, 2, 4, 1, 3, minute]);
}

function minutes(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

/** A project with the library, and downloads through it. */
async function setUp(script: Partial<CcxtScript>, { retries = 3 } = {}) {
  const folder = testFolder();
  const calls = installCcxt(folder, { rows: {}, limit: 10, answers: 'after', ...script });
  const waits: number[] = [];
  const progress: FetchProgress[] = [];
  const stopping = new AbortController();
  const wait = async (ms: number) => {
    waits.push(ms);
  };
  const source = await ccxtSource('tinyex', folder, { now: () => AUGUST + 24 * HOUR, retries, wait });
  const fetch = (range = HOUR_OF_AUGUST) =>
    source.fetch({ market: FIL, range, folder, signal: stopping.signal, onProgress: (state) => progress.push(state) });
  /** Minutes that the downloaded file has. */
  const fetchMinutes = async (range = HOUR_OF_AUGUST) => {
    const { files } = await fetch(range);
    const lines = readFileSync(files[0].path, 'utf8').trimEnd().split('\n').slice(1);
    return lines.map((line) => (Number(line.split(',')[0]) - AUGUST) / MINUTE);
  };
  return { source, folder, calls, waits, progress, stopping, fetch, fetchMinutes };
}

describe('a symbol of jbt is spelled in ccxt', () => {
  it.each([
    ['Binance Spot:BTC-USDT', ['BTC/USDT']],
    ['Bybit USDT Perpetual:BTC-USDT', ['BTC/USDT:USDT', 'BTC/USDT:BTC']],
    ['Kraken Pro Futures:BTC-USD', ['BTC/USD:USD', 'BTC/USD:BTC']],
    ['Hyperliquid:BTC-USDC-PERP', ['BTC/USDC:USDC', 'BTC/USDC:BTC']],
    ['OKX Futures:BTC-USDT-231229', ['BTC/USDT:USDT-231229', 'BTC/USDT:BTC-231229']],
  ])('%s as %s', (key, symbols) => {
    const market = parseMarket(key);
    expect(market && ccxtSymbols(market)).toEqual(symbols);
  });
});

describe('pages', () => {
  it('follow one another until the end of the range, each behind the last row of the one before', async () => {
    const { calls, fetchMinutes, progress } = await setUp({ rows: { 'FIL/USDT': rows(...minutes(-20, 90)) } });
    expect(await fetchMinutes()).toEqual(minutes(0, 60));
    const starts = calls.fetches.map(([, , since]) => (since - AUGUST) / MINUTE);
    expect(starts).toEqual([0, 10, 20, 30, 40, 50]);
    expect(calls.fetches[0]).toEqual(['FIL/USDT', '1m', AUGUST, 10]);
    expect(progress.map(({ share }) => share)).toEqual([1, 2, 3, 4, 5, 6].map((sixth) => sixth / 6));
  });

  it('are as long as the exchange makes them when it tells no limit', async () => {
    const script = { rows: { 'FIL/USDT': rows(...minutes(0, 60)) }, tellsLimit: false, limit: 25 };
    const { calls, fetchMinutes } = await setUp(script);
    expect(await fetchMinutes()).toEqual(minutes(0, 60));
    expect(calls.fetches.map(([, , , limit]) => limit)).toEqual([undefined, undefined, undefined]);
  });

  it.each(['after', 'window'] as const)(
    'step over gaps of an exchange that answers with rows %s since',
    async (answers) => {
      const there = [...minutes(0, 5), ...minutes(38, 40), 59];
      const { fetchMinutes } = await setUp({ rows: { 'FIL/USDT': rows(...there, 70) }, answers });
      expect(await fetchMinutes()).toEqual(there);
    },
  );

  it('may have their rows in any order', async () => {
    const { fetchMinutes } = await setUp({ rows: { 'FIL/USDT': rows(3, 2, 1, 0) } });
    expect(await fetchMinutes()).toEqual([0, 1, 2, 3]);
  });

  it('hold nothing of the minute that is not over', async () => {
    const { fetchMinutes } = await setUp({ rows: { 'FIL/USDT': rows(...minutes(0, 8)) } });
    expect(await fetchMinutes({ from: AUGUST, to: AUGUST + 7 * MINUTE })).toEqual(minutes(0, 7));
  });

  it('of an exchange that gives only its latest rows are not taken for others', async () => {
    const { fetch, calls } = await setUp({ rows: { 'FIL/USDT': rows(...minutes(500, 600)) }, answers: 'latest' });
    expect(await fetch()).toEqual({ files: [], bytes: 0, absent: [HOUR_OF_AUGUST] });
    expect(calls.fetches).toHaveLength(1);
  });

  it('before the listing are asked for once', async () => {
    const { fetch, calls } = await setUp({ rows: { 'FIL/USDT': rows(...minutes(500, 600)) } });
    for (const hour of [0, 1, 2, 3]) {
      const range = { from: AUGUST + hour * HOUR, to: AUGUST + (hour + 1) * HOUR };
      expect((await fetch(range)).absent).toEqual([range]);
    }
    expect(calls.fetches).toHaveLength(1);
  });
});

it('numbers arrive as they are, small ones and missing volumes too', async () => {
  const row = [AUGUST, 1.2e-7, 1.3e-7, 1.1e-7, 1.25e-7, null];
  const { fetch } = await setUp({ rows: { 'FIL/USDT': [row] } });
  const { files } = await fetch();
  expect(readFileSync(files[0].path, 'utf8')).toBe(
    `timestamp,open,high,low,close,volume\n${AUGUST},1.2e-7,1.3e-7,1.1e-7,1.25e-7,\n`,
  );
});

describe('an exchange that fails', () => {
  it('for the moment is asked again, later each time', async () => {
    const script = { rows: { 'FIL/USDT': rows(0, 1) }, errors: ['RateLimitExceeded', 'NetworkError'] };
    const { fetchMinutes, waits } = await setUp(script);
    expect(await fetchMinutes()).toEqual([0, 1]);
    expect(waits).toEqual([1000, 2000]);
  });

  it('again and again ends the download', async () => {
    const { fetch } = await setUp(
      { rows: { 'FIL/USDT': [] }, errors: ['NetworkError', 'NetworkError'] },
      { retries: 1 },
    );
    await expect(fetch()).rejects.toMatchObject({
      code: 'DownloadFailed',
      message: expect.stringMatching(
        /^ccxt:tinyex: NetworkError: NetworkError of tinyex \(attempt 2 of 2\); what is complete/,
      ),
    });
  });

  it('for another reason is not asked again', async () => {
    const { fetch, waits } = await setUp({ rows: { 'FIL/USDT': [] }, errors: ['ExchangeError'] });
    await expect(fetch()).rejects.toMatchObject({ code: 'DownloadFailed' });
    expect(waits).toEqual([]);
  });
});

it('the exchange limits its own rate', async () => {
  const { calls } = await setUp({});
  expect(calls.options).toEqual([{ enableRateLimit: true, timeout: 30_000 }]);
});

it('a download that is stopped ends with the reason of the signal', async () => {
  const { fetch, stopping } = await setUp({ rows: { 'FIL/USDT': rows(0) } });
  const fetching = fetch();
  stopping.abort(new Error('stopped'));
  await expect(fetching).rejects.toThrow(/^stopped$/);
});

describe('refused is', () => {
  const PARTS = { now: () => AUGUST, retries: 0, wait: async () => {} };
  const signal = new AbortController().signal;

  it('a project without the library', async () => {
    await expect(ccxtSource('tinyex', testFolder(), PARTS)).rejects.toMatchObject({
      code: 'MissingLibrary',
      message: '--from ccxt needs the library ccxt, which is not installed: npm install ccxt',
    });
  });

  it.each([
    ['throws', 'throw new Error("half installed")', /ccxt\.cjs cannot be loaded \(half installed\): npm install ccxt/],
    ['is another one', 'module.exports = () => {};', /ccxt\.cjs is not the library ccxt: npm install ccxt/],
  ])('a library that %s', async (_, code, message) => {
    const { folder } = await setUp({});
    const broken = testFolder();
    cpSync(join(folder, 'node_modules'), join(broken, 'node_modules'), { recursive: true });
    writeFileSync(join(broken, 'node_modules/ccxt/ccxt.cjs'), code);
    await expect(ccxtSource('tinyex', broken, PARTS)).rejects.toMatchObject({
      code: 'MissingLibrary',
      message: expect.stringMatching(message),
    });
  });

  it('an exchange that the library does not know', async () => {
    const { folder } = await setUp({});
    await expect(ccxtSource('tinyx', folder, PARTS)).rejects.toThrow(/no exchange "tinyx" \(did you mean "tinyex"\?\)/);
    await expect(ccxtSource('calls', folder, PARTS)).rejects.toThrow(/no exchange "calls"/);
  });

  it('an exchange without minutes', async () => {
    await expect(setUp({ timeframes: { '1h': '60' } })).rejects.toThrow(/ccxt:tinyex has no 1m candles, only 1h/);
  });

  it('a symbol that the exchange does not have', async () => {
    const { source } = await setUp({ rows: { 'FIL/USDT': [] } });
    await expect(source.check({ ...FIL, symbol: 'FILE-USDT' }, signal)).rejects.toMatchObject({
      code: 'MarketNotFound',
      message: '--market: ccxt:tinyex has no FILE/USDT for Tiny Exchange:FILE-USDT (did you mean "FIL/USDT"?)',
    });
  });

  it('the name of another exchange', async () => {
    const { source } = await setUp({ rows: { 'FIL/USDT': [] } });
    await expect(source.check({ ...FIL, exchange: 'Bybit Spot' }, signal)).rejects.toThrow(/is another exchange than/);
    await source.check(FIL, signal);
  });
});
