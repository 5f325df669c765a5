import { describe, expect, test } from 'vitest';
import { marketsOf, strategySetsOf } from '../../../src/run/batch/batch.ts';
import type { BatchInput } from '../../../src/run/batch/schema.ts';
import { batchOf, day, EXCHANGE } from '../support/batch-fixtures.ts';

const BACKTEST = { strategies: 'trend', symbols: 'FIL-USDT', timeframes: '1h' } as const;
const BATCH: BatchInput = { exchange: EXCHANGE, backtests: [BACKTEST] };

describe('a batch leaves out', () => {
  test('all but strategies, symbols, timeframes and exchange, and gets the defaults', () => {
    expect(batchOf(BATCH).backtests).toEqual([
      {
        at: 'backtests[0]',
        exchange: { name: EXCHANGE, type: 'futures', fee: 0.0004, balance: 10_000, leverage: 1, leverageMode: 'cross' },
        setups: [{ routes: [{ symbol: 'FIL-USDT', timeframe: '1h', strategy: 'trend' }], dataRoutes: [] }],
        periods: [{ from: null, to: null }],
        axes: [],
        warmup: { kind: 'stored', bars: 240 },
        fills: { gap: 'open', slippage: 0 },
        compat: null,
        seed: 0,
      },
    ]);
  });

  test.each([
    ['Binance Spot', 'spot', 0.001],
    ['Bybit USDT Perpetual', 'futures', 0.00055],
  ])('type and fee of %s', (exchange, type, fee) => {
    expect(batchOf({ ...BATCH, exchange }).backtests[0].exchange).toMatchObject({ type, fee });
  });

  test.each([
    [{}, 'backtests[0].exchange.name: missing'],
    [{ exchange: 'Binance Futures' }, 'exchange.type: missing, and not known for "Binance Futures"'],
    [{ exchange: { name: 'Binance Spott' } }, '(did you mean "Binance Spot"?): say spot or futures'],
    [{ exchange: { name: 'Mine', type: 'spot' } }, 'exchange.fee: missing, and not known for "Mine": give a share'],
    [{ exchange: { name: 'Binance Spot', leverage: 2 } }, 'exchange.leverage: found 2, allowed on spot: 1'],
  ] as const)('%j of what cannot be guessed, and is refused', (settings, problem) => {
    const batch = () => batchOf({ ...settings, backtests: [BACKTEST] });
    expect(batch).toThrow(problem.replace('backtests[0].', ''));
  });
});

describe('settings', () => {
  const fees = (input: BatchInput, fee?: number) => batchOf(input, fee === undefined ? null : { exchange: { fee } });

  test('of a backtest go before those of the batch, flags before both', () => {
    const input: BatchInput = {
      exchange: { name: EXCHANGE, fee: 0.1, balance: 500 },
      seed: 1,
      backtests: [BACKTEST, { ...BACKTEST, exchange: { fee: 0.2 }, seed: 2 }],
    };
    const exchanges = fees(input).backtests.map(({ exchange, seed }) => [exchange.fee, exchange.balance, seed]);
    expect(exchanges).toEqual([
      [0.1, 500, 1],
      [0.2, 500, 2],
    ]);
    expect(fees(input, 0.3).backtests.map(({ exchange }) => exchange.fee)).toEqual([0.3, 0.3]);
  });

  test("of a backtest's own exchange do not mix with those of the batch's", () => {
    const backtests = [{ ...BACKTEST, exchange: 'Binance Spot' }];
    const batch = batchOf({ exchange: { name: EXCHANGE, leverage: 5, fee: 0.1 }, backtests });
    expect(batch.backtests[0].exchange).toMatchObject({ type: 'spot', fee: 0.001, leverage: 1 });
  });

  test('compat jesse fills at the order price unless told otherwise', () => {
    expect(batchOf({ ...BATCH, compat: 'jesse' }).backtests[0].fills.gap).toBe('order-price');
    expect(batchOf({ ...BATCH, compat: 'jesse', fills: { gap: 'open' } }).backtests[0].fills.gap).toBe('open');
  });

  test.each([
    [12, { kind: 'bars', bars: 12 }],
    [0, { kind: 'bars', bars: 0 }],
    ['7200m', { kind: 'minutes', minutes: 7_200 }],
    ['120h', { kind: 'minutes', minutes: 7_200 }],
    ['5D', { kind: 'minutes', minutes: 7_200 }],
    ['1W', { kind: 'minutes', minutes: 10_080 }],
  ])('warmup %j means %j', (warmup, expected) => {
    expect(batchOf({ ...BATCH, warmup }).backtests[0].warmup).toEqual(expected);
  });
});

describe('dates', () => {
  const AUGUST = { from: '2023-08-01', to: '2023-09-01' };
  const SEPTEMBER = { from: '2023-09-01', to: '2023-10-01' };
  const august = { from: day(AUGUST.from), to: day(AUGUST.to) };
  const september = { from: day(SEPTEMBER.from), to: day(SEPTEMBER.to) };

  test.each([
    ['the batch', { ...AUGUST }, {}, [august]],
    ['one bound each', { from: AUGUST.from }, { to: SEPTEMBER.to }, [{ from: august.from, to: september.to }]],
    ['periods of the batch', { periods: [AUGUST, SEPTEMBER] }, {}, [august, september]],
    ['the backtest before periods of the batch', { periods: [AUGUST, SEPTEMBER] }, AUGUST, [august]],
    ['periods of the backtest before dates of the batch', AUGUST, { periods: [SEPTEMBER] }, [september]],
  ])('come from %s', (_, shared, own, expected) => {
    expect(batchOf({ ...BATCH, ...shared, backtests: [{ ...BACKTEST, ...own }] }).backtests[0].periods).toEqual(
      expected,
    );
  });

  test('given as flags bound every period', () => {
    const input = { ...BATCH, periods: [AUGUST, SEPTEMBER] };
    const to = day('2023-09-15');
    expect(batchOf(input, { to }).backtests[0].periods).toEqual([
      { ...august, to },
      { ...september, to },
    ]);
    expect(batchOf(input, { ...august }).backtests[0].periods).toEqual([august]);
  });

  test('are refused beside periods', () => {
    expect(() => batchOf({ ...BATCH, ...AUGUST, periods: [SEPTEMBER] })).toThrow(
      'periods: not allowed beside from and to',
    );
  });
});

describe('routes', () => {
  const setupsOf = (backtest: BatchInput['backtests'][number]) =>
    batchOf({ ...BATCH, backtests: [backtest] }).backtests[0].setups.map(({ routes, dataRoutes }) => [
      routes.map(({ strategy, symbol, timeframe }) => `${strategy} ${symbol} ${timeframe}`).join(' + '),
      dataRoutes.map(({ symbol, timeframe }) => `${symbol} ${timeframe}`).join(' + '),
    ]);

  test('are strategies, symbols and timeframes crossed', () => {
    const setups = setupsOf({
      strategies: ['trend', 'breakout'],
      symbols: ['FIL-USDT', 'NEAR-USDT'],
      timeframes: ['1h', '4h'],
      dataRoutes: [{ timeframe: '4h' }],
    });
    expect(setups).toEqual([
      ['trend FIL-USDT 1h', 'FIL-USDT 4h'],
      ['trend FIL-USDT 4h', ''],
      ['trend NEAR-USDT 1h', 'NEAR-USDT 4h'],
      ['trend NEAR-USDT 4h', ''],
      ['breakout FIL-USDT 1h', 'FIL-USDT 4h'],
      ['breakout FIL-USDT 4h', ''],
      ['breakout NEAR-USDT 1h', 'NEAR-USDT 4h'],
      ['breakout NEAR-USDT 4h', ''],
    ]);
  });

  test('of a portfolio are traded together; what they leave out is crossed', () => {
    const setups = setupsOf({
      routes: [{ symbol: 'FIL-USDT', strategy: 'breakout', timeframe: '30m' }, { symbol: 'NEAR-USDT' }],
      strategies: ['trend', 'reversion'],
      timeframes: '1h',
      dataRoutes: [{ symbol: 'BTC-USDT', timeframe: '4h' }, { timeframe: '30m' }],
    });
    expect(setups).toEqual([
      ['breakout FIL-USDT 30m + trend NEAR-USDT 1h', 'BTC-USDT 4h + NEAR-USDT 30m'],
      ['breakout FIL-USDT 30m + reversion NEAR-USDT 1h', 'BTC-USDT 4h + NEAR-USDT 30m'],
    ]);
  });

  const ROUTE = { symbol: 'FIL-USDT', timeframe: '1h', strategy: 'trend' } as const;
  test.each([
    [{ strategies: 'trend', timeframes: '1h' }, 'backtests[0].symbols: missing'],
    [{ symbols: 'FIL-USDT', timeframes: '1h' }, 'backtests[0].strategies: missing: nothing says what trades FIL-USDT'],
    [{ symbols: 'FIL-USDT', strategies: 'trend' }, 'backtests[0].timeframes: missing'],
    [{ routes: [ROUTE], symbols: 'FIL-USDT' }, 'backtests[0].symbols: not allowed beside routes'],
    [{ routes: [ROUTE], strategies: 'trend' }, 'backtests[0].strategies: not used'],
    [{ routes: [ROUTE], timeframes: '4h' }, 'backtests[0].timeframes: not used'],
  ] as const)('%j say too little or too much', (backtest, problem) => {
    expect(() => setupsOf(backtest)).toThrow(problem);
  });

  test('name the strategies of each setup, and the markets, each once', () => {
    const batch = batchOf({
      ...BATCH,
      backtests: [
        { ...BACKTEST, dataRoutes: [{ symbol: 'BTC-USDT', timeframe: '1D' }] },
        { ...BACKTEST, strategies: ['trend', 'breakout'], symbols: 'NEAR-USDT' },
        { ...BACKTEST, exchange: 'Binance Spot' },
      ],
    });
    expect(strategySetsOf(batch)).toEqual([['trend'], ['trend'], ['breakout'], ['trend']]);
    expect(marketsOf(batch)).toEqual([
      { exchange: EXCHANGE, symbol: 'FIL-USDT' },
      { exchange: EXCHANGE, symbol: 'BTC-USDT' },
      { exchange: EXCHANGE, symbol: 'NEAR-USDT' },
      { exchange: 'Binance Spot', symbol: 'FIL-USDT' },
    ]);
  });
});

test('parameters of flags replace those of the batch and of its backtests', () => {
  const input = { ...BATCH, parameters: { slow: 40 }, backtests: [{ ...BACKTEST, parameters: { fast: [8, 12] } }] };
  const plain = batchOf(input);
  expect(plain.axes).toEqual([{ name: 'slow', values: [40], at: 'parameters.slow' }]);
  expect(plain.backtests[0].axes).toEqual([{ name: 'fast', values: [8, 12], at: 'backtests[0].parameters.fast' }]);
  const forced = batchOf(input, { parameters: { fast: [5] } });
  expect(forced.axes.map(({ name, values, at }) => [name, values, at])).toEqual([
    ['slow', [40], 'parameters.slow'],
    ['fast', [5], 'flags'],
  ]);
  expect(forced.backtests[0].axes).toEqual([]);
});

test('a settled batch is plain JSON', () => {
  const batch = batchOf({ ...BATCH, from: '2023-08-01', parameters: { fast: { from: 8, to: 12 } } });
  expect(JSON.parse(JSON.stringify(batch))).toEqual(batch);
});
