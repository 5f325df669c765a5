import { describe, expect, test } from 'vitest';
import { int } from '../../../src/engine/strategy/parameters.ts';
import { MINUTE } from '../../../src/model/time.ts';
import type { BatchInput } from '../../../src/run/batch/schema.ts';
import { planJobs } from '../../../src/run/plan/plan.ts';
import type { MarketSummary } from '../../../src/run/ports.ts';
import { BREAKOUT, batchOf, day, EXCHANGE, MARKETS, STRATEGIES, stored, TREND } from '../support/batch-fixtures.ts';

const BACKTEST = { strategies: 'trend', symbols: 'FIL-USDT', timeframes: '1h' } as const;
const DATES = { from: '2023-09-01', to: '2023-10-01' } as const;
const BATCH: BatchInput = { exchange: EXCHANGE, ...DATES, backtests: [BACKTEST] };

function planOf(input: BatchInput, markets: readonly MarketSummary[] = MARKETS) {
  const { jobs, warnings } = planJobs(batchOf(input), STRATEGIES, markets);
  return { jobs: [...jobs], warnings };
}

function idsOf(input: BatchInput): readonly string[] {
  return planOf(input).jobs.map((job) => job.id);
}

test('a job carries everything that can change its numbers', () => {
  const input = { ...BATCH, parameters: { fast: 8 }, seed: 3, compat: 'jesse' } as const;
  expect(planOf(input)).toEqual({
    jobs: [
      {
        id: '0001-trend-FIL-USDT-1h-fast8',
        exchange: { name: EXCHANGE, type: 'futures', fee: 0.0004, balance: 10_000, leverage: 1, leverageMode: 'cross' },
        routes: [{ symbol: 'FIL-USDT', timeframe: '1h', strategy: 'trend' }],
        dataRoutes: [],
        parameters: { fast: 8 },
        from: day('2023-09-01'),
        to: day('2023-10-01'),
        warmupMinutes: 240 * 60,
        fills: { gap: 'order-price', slippage: 0 },
        compat: 'jesse',
        seed: 3,
      },
    ],
    warnings: [],
  });
});

test('what was found odd about a strategy is said with its name', () => {
  const strategies = [{ ...TREND, warnings: ['jbt never calls go_short; did you mean goShort?'] }];
  expect(planJobs(batchOf(BATCH), strategies, MARKETS).warnings).toEqual([
    'trend: jbt never calls go_short; did you mean goShort?',
  ]);
});

describe('the jobs of a batch', () => {
  test('cross routes, dates and parameters, the last one fastest', () => {
    const periods = [
      { from: '2023-08-15', to: '2023-09-01' },
      { from: '2023-09-01', to: '2023-10-01' },
    ];
    const backtest = { ...BACKTEST, symbols: ['FIL-USDT', 'NEAR-USDT'], periods, parameters: { fast: [8, 12] } };
    expect(idsOf({ exchange: EXCHANGE, backtests: [backtest] })).toEqual([
      '0001-trend-FIL-USDT-1h-20230815-20230901-fast8',
      '0002-trend-FIL-USDT-1h-20230815-20230901-fast12',
      '0003-trend-FIL-USDT-1h-20230901-20231001-fast8',
      '0004-trend-FIL-USDT-1h-20230901-20231001-fast12',
      '0005-trend-NEAR-USDT-1h-20230815-20230901-fast8',
      '0006-trend-NEAR-USDT-1h-20230815-20230901-fast12',
      '0007-trend-NEAR-USDT-1h-20230901-20231001-fast8',
      '0008-trend-NEAR-USDT-1h-20230901-20231001-fast12',
    ]);
  });

  test('try parameters only where a strategy declares them', () => {
    const backtest = {
      ...BACKTEST,
      strategies: ['trend', 'breakout'],
      parameters: { fast: [8, 12], period: [20, 40] },
    };
    expect(idsOf({ ...BATCH, backtests: [backtest] })).toEqual([
      '0001-trend-FIL-USDT-1h-fast8',
      '0002-trend-FIL-USDT-1h-fast12',
      '0003-breakout-FIL-USDT-1h-period20',
      '0004-breakout-FIL-USDT-1h-period40',
    ]);
  });

  test("take the batch's parameters where the backtest has none of that name", () => {
    const backtests = [
      { ...BACKTEST, parameters: { fast: 10 } },
      { ...BACKTEST, strategies: 'breakout' },
    ];
    expect(idsOf({ ...BATCH, parameters: { fast: [5, 6], slow: [30, 40], exit: 'opposite' }, backtests })).toEqual([
      '0001-trend-FIL-USDT-1h-slow30-fast10',
      '0002-trend-FIL-USDT-1h-slow40-fast10',
      '0003-breakout-FIL-USDT-1h-exitopposite',
    ]);
  });

  test('of a portfolio trade several symbols from one balance', () => {
    const routes = [
      { symbol: 'FIL-USDT', timeframe: '1h', strategy: 'trend' },
      { symbol: 'NEAR-USDT', timeframe: '30m', strategy: 'breakout' },
    ] as const;
    const { jobs } = planOf({ ...BATCH, backtests: [{ routes, parameters: { fast: 8, period: 40 } }] });
    expect(jobs).toMatchObject([{ routes, parameters: { fast: 8, period: 40 } }]);
    expect(jobs[0].id).toBe('0001-trend-FIL-USDT-1h-breakout-NEAR-USDT-30m-fast8-period40');
  });

  test('have the same ids every time, all different and safe as file names', () => {
    const backtests = [
      {
        ...BACKTEST,
        strategies: ['../my strategies/trend.ts', './breakout.ts'],
        symbols: MARKETS.map(({ market }) => market.symbol),
      },
    ];
    const strategies = [
      { ...TREND, name: '../my strategies/trend.ts' },
      { ...BREAKOUT, name: './breakout.ts' },
    ];
    const long = { stopAtr: { from: 0.5, to: 5, step: 0.001 }, slow: 20, fast: 5, exit: 'middle' };
    const batch = batchOf({ ...BATCH, parameters: long, backtests });
    const ids = Array.from(planJobs(batch, strategies, MARKETS).jobs, (job) => job.id);
    expect(Array.from(planJobs(batch, strategies, MARKETS).jobs, (job) => job.id)).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(id))).toEqual([]);
  });

  test('are made when they are asked for, so that a billion may be planned', () => {
    const many = { from: 0, to: 999_999 };
    const parameters = { slow: many, fast: { from: 1, to: 1000 } };
    const strategies = [{ ...TREND, parameters: { slow: int(0, 1e6, 5), fast: int(1, 1000, 5) } }];
    const { jobs } = planJobs(batchOf({ ...BATCH, parameters, backtests: [BACKTEST] }), strategies, MARKETS);
    expect(jobs).toHaveLength(1e9);
    expect(jobs.at(1e9 - 1)).toMatchObject({ parameters: { slow: 999_999, fast: 1000 } });
    expect(jobs.at(123_456_789)?.id).toMatch(/^123456790-.*slow123456-fast790$/);
    expect(jobs.at(1e9)).toBeUndefined();
  });
});

describe('a plan refuses', () => {
  test.each([
    [{ fsat: 8 }, 'fsat: no strategy has a parameter fsat (did you mean "fast"?); trend has fast, slow, stopAtr'],
    [{ fast: 4 }, 'fast: found 4, allowed by trend: whole numbers from 5 to 50'],
    [{ fast: [8, 51] }, 'fast: found 51, allowed by trend: whole numbers from 5 to 50'],
    [{ fast: 8.5 }, 'fast: found 8.5, allowed by trend: whole numbers from 5 to 50'],
    [{ fast: 'quick' }, 'fast: found "quick", allowed by trend: whole numbers'],
    [{ stopAtr: true }, 'stopAtr: found true, allowed by trend: numbers from 0.5 to 5'],
    [{ period: 20 }, 'period: no strategy has a parameter period'],
    [{ constructor: 1 }, 'constructor: no strategy has a parameter constructor'],
  ])('the parameters %j', (parameters, problem) => {
    const backtests = [{ ...BACKTEST, parameters }];
    expect(() => planOf({ ...BATCH, backtests })).toThrow(`backtests[0].parameters.${problem}`);
  });

  test('options that a strategy does not have, with those it has', () => {
    const backtests = [{ ...BACKTEST, strategies: 'breakout', parameters: { exit: 'midle' } }];
    expect(() => planOf({ ...BATCH, backtests })).toThrow('found "midle", allowed by breakout: "middle", "opposite"');
  });

  test('parameters of the batch that none of its strategies has', () => {
    expect(() => planOf({ ...BATCH, parameters: { fasst: 8 } })).toThrow(
      'parameters.fasst: no strategy has a parameter',
    );
  });

  test.each([
    [['FIL-USDT', 'FIL-USDT'], 'backtests[0]: FIL-USDT is traded by two routes'],
    [['FIL-USDT', 'NEAR-USDC'], 'backtests[0]: routes trade against USDT and USDC, allowed: one quote asset'],
  ])('routes for %j', (symbols, problem) => {
    const routes = symbols.map(
      (symbol, index) => ({ symbol, timeframe: index === 0 ? '1h' : '4h', strategy: 'trend' }) as const,
    );
    expect(() => planOf({ ...BATCH, backtests: [{ routes }] })).toThrow(problem);
  });

  test('a strategy that was not found', () => {
    expect(() => planOf({ ...BATCH, backtests: [{ ...BACKTEST, strategies: 'trnd' }] })).toThrow(
      expect.objectContaining({ code: 'StrategyNotFound' }),
    );
  });

  test.each([
    ['2023-09-01', '2023-09-01'],
    ['2023-09-02', '2023-09-01'],
  ])('dates from %s to %s', (from, to) => {
    const plan = () => planOf({ ...BATCH, from, to });
    expect(plan).toThrow(`backtests[0]: from ${from} is not before to ${to}`);
    expect(plan).toThrow(expect.objectContaining({ code: 'InvalidDateRange' }));
  });
});

describe('candles', () => {
  const GAPPED = stored(
    'FIL-USDT',
    { from: day('2023-08-01'), to: day('2023-09-10') },
    { from: day('2023-09-10 00:05'), to: day('2023-10-01') },
  );

  test.each([
    [
      { ...BACKTEST, symbols: 'FIL-USDC' },
      MARKETS,
      'CandlesNotFound',
      'are stored (did you mean "Binance Perpetual Futures:FIL-USDT"?)',
    ],
    [
      { ...BACKTEST, symbols: 'FIL-USDC' },
      [],
      'CandlesNotFound',
      'stored: nothing; to add some: jbt download, or jbt import FILES --market "Binance Perpetual Futures:FIL-USDC"',
    ],
    [
      { ...BACKTEST, dataRoutes: [{ symbol: 'BTC-USDT', timeframe: '4h' }] },
      MARKETS,
      'CandlesNotFound',
      'no candles of Binance Perpetual Futures:BTC-USDT',
    ],
    [
      { ...BACKTEST, from: '2023-07-01' },
      MARKETS,
      'CandlesNotFound',
      'FIL-USDT is needed for 2023-07-01 to 2023-10-01, stored: 2023-08-01 to 2023-10-01',
    ],
    [
      { ...BACKTEST, to: '2023-10-01 00:01' },
      MARKETS,
      'CandlesNotFound',
      'to 2023-10-01 00:01, stored: 2023-08-01 to 2023-10-01',
    ],
    [BACKTEST, [GAPPED], 'CandleGap', '5 minutes are missing: 2023-09-10 00:00 to 2023-09-10 00:04'],
    [
      { ...BACKTEST, from: '2023-09-10 00:02' },
      [GAPPED],
      'CandleGap',
      '3 minutes are missing: 2023-09-10 00:02 to 2023-09-10 00:04',
    ],
  ] as const)('%j cannot be played without', (backtest, markets, code, problem) => {
    const plan = () => planOf({ ...BATCH, backtests: [backtest] }, markets);
    expect(plan).toThrow(problem);
    expect(plan).toThrow(expect.objectContaining({ code }));
  });

  test('name the command that mends a gap, whole days of which are never filled', () => {
    const plan = (markets: readonly MarketSummary[]) => () => planOf({ ...BATCH, backtests: [BACKTEST] }, markets);
    expect(plan([GAPPED])).toThrow(
      /00:04; import them or, where there are none, the files before and after them in one command: jbt import FILES --gaps fill --market "Binance Perpetual Futures:FIL-USDT"$/,
    );
    const days = stored(
      'FIL-USDT',
      { from: day('2023-08-01'), to: day('2023-09-10') },
      { from: day('2023-09-11'), to: day('2023-10-01') },
    );
    expect(plan([days])).toThrow(/23:59; import them: jbt import FILES --market "Binance Perpetual Futures:FIL-USDT"$/);
  });

  test('may have gaps where nothing is played', () => {
    const { jobs, warnings } = planOf({ ...BATCH, from: '2023-09-12' }, [GAPPED]);
    expect(jobs[0].warmupMinutes).toBe(47 * 60);
    expect(warnings).toEqual([
      'warm-up: 47 of 240 1h bars before 2023-09-12, stored from 2023-09-10 00:05; indicators start on less',
    ]);
    expect(planOf({ ...BATCH, from: '2023-09-10 00:05' }, [GAPPED]).warnings).toEqual([
      'warm-up: 0 of 240 1h bars before 2023-09-10 00:05, the first stored candle after a gap; indicators start cold',
    ]);
  });
});

describe('dates left out', () => {
  const OPEN: BatchInput = { exchange: EXCHANGE, backtests: [BACKTEST] };
  const rangeOf = (input: BatchInput, markets?: readonly MarketSummary[]) => {
    const { from, to, warmupMinutes } = planOf(input, markets).jobs[0];
    return [from, to, warmupMinutes];
  };

  test('are all that is stored', () => {
    expect(rangeOf(OPEN)).toEqual([day('2023-08-01'), day('2023-10-01'), 0]);
  });

  test('begin at a midnight', () => {
    const markets = [stored('FIL-USDT', { from: day('2023-08-01 10:00'), to: day('2023-09-30 10:00') })];
    expect(rangeOf(OPEN, markets)).toEqual([day('2023-08-02'), day('2023-09-30 10:00'), 14 * 60]);
  });

  test('begin behind a warm-up that is asked for', () => {
    expect(rangeOf({ ...OPEN, warmup: 30 })).toEqual([day('2023-08-03'), day('2023-10-01'), 30 * 60]);
    const weekly = { ...OPEN, warmup: 2, backtests: [{ ...BACKTEST, timeframes: '1W' }] } as const;
    expect(rangeOf(weekly)).toEqual([day('2023-08-21'), day('2023-10-01'), 2 * 7 * 1440]);
  });

  test.each([
    [undefined, '2023-04-01', 28 + 31],
    ['jesse', '2023-03-24', 60],
  ] as const)('begin with a month behind a warm-up of months, compat %s', (compat, from, days) => {
    const markets = [stored('FIL-USDT', { from: day('2023-01-10'), to: day('2023-10-01') })];
    const monthly = { ...OPEN, compat, warmup: 2, backtests: [{ ...BACKTEST, timeframes: '1M' }] } as const;
    expect(rangeOf(monthly, markets)).toEqual([day(from), day('2023-10-01'), days * 1440]);
  });

  test('are common to all markets', () => {
    const markets = [
      stored('FIL-USDT', { from: day('2023-08-01'), to: day('2023-09-20') }),
      stored('NEAR-USDT', { from: day('2023-08-10'), to: day('2023-10-01') }),
    ];
    const routes = MARKETS.map(
      ({ market }) => ({ symbol: market.symbol, timeframe: '1h', strategy: 'trend' }) as const,
    );
    expect(rangeOf({ ...OPEN, backtests: [{ routes }] }, markets).slice(0, 2)).toEqual([
      day('2023-08-10'),
      day('2023-09-20'),
    ]);
  });

  test('are refused when they leave nothing', () => {
    const plan = () => planOf({ ...OPEN, warmup: '70D' });
    expect(plan).toThrow('from 2023-10-10 is not before to 2023-10-01, as far as the stored candles set them');
  });
});

describe('warm-up', () => {
  const minutesFor = (settings: Partial<BatchInput>, timeframes: readonly ('30m' | '1h' | '4h' | '1W')[] = ['1h']) =>
    planOf({ ...BATCH, ...settings, backtests: [{ ...BACKTEST, timeframes }] }).jobs.map((job) => job.warmupMinutes);

  test('is 240 bars of the longest timeframe, data routes included', () => {
    expect(minutesFor({ from: '2023-09-15' }, ['30m', '1h', '4h'])).toEqual([240 * 30, 240 * 60, 240 * 240]);
    const withData = {
      ...BATCH,
      from: '2023-09-15',
      backtests: [{ ...BACKTEST, dataRoutes: [{ timeframe: '4h' }] }],
    } as const;
    expect(planOf(withData).jobs[0].warmupMinutes).toBe(240 * 240);
  });

  test.each([
    [10, 600],
    ['600m', 600],
    ['601m', 660],
    ['5D', 7_200],
    [0, 0],
  ])('of %j is %d minutes on 1h, in whole bars', (warmup, minutes) => {
    expect(minutesFor({ warmup })).toEqual([minutes]);
  });

  test('begins with a whole bar even where trading begins within one', () => {
    expect(minutesFor({ warmup: 10, from: '2023-09-01T14:30' })).toEqual([630]);
    const [weekly] = minutesFor({ from: '2023-09-05', warmup: 2 }, ['1W']);
    expect(day('2023-09-05') - weekly * MINUTE).toBe(day('2023-08-21'));
  });

  test('warns once for all backtests alike when less is stored', () => {
    const backtests = [{ ...BACKTEST, symbols: ['FIL-USDT', 'NEAR-USDT'], timeframes: ['30m', '1h'] }] as const;
    expect(planOf({ ...BATCH, from: '2023-08-01', backtests }).warnings).toEqual([
      'warm-up: 0 of 240 30m/1h bars before 2023-08-01, the first stored candle; indicators start cold',
    ]);
    expect(planOf({ ...BATCH, from: '2023-08-03', backtests: [BACKTEST] }).warnings).toEqual([
      'warm-up: 48 of 240 1h bars before 2023-08-03, stored from 2023-08-01; indicators start on less',
    ]);
  });

  test('that is asked for must be stored', () => {
    const plan = () => planOf({ ...BATCH, from: '2023-08-03', warmup: 100 });
    expect(plan).toThrow('warmup asks for 100 1h bars before 2023-08-03, stored are 48');
    expect(plan).toThrow('start at 2023-08-06, or ask for less');
    expect(plan).toThrow(expect.objectContaining({ code: 'CandlesNotFound' }));
  });
});
