import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import yargs from 'yargs';
import { addBatchFlags } from '../../../src/cli/run/batch-flags.ts';
import { batchFromOptions, batchOfRun } from '../../../src/cli/run/batch-of-run.ts';
import { parseDate } from '../../../src/model/time.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'jbt-options-'));
  mkdirSync(join(folder, 'strategies'));
  writeFileSync(join(folder, 'strategies/trend.ts'), '');
  writeFileSync(
    join(folder, 'jbt.yaml'),
    `
exchange: Binance Perpetual Futures
backtests: [{ strategies: trend, symbols: FIL-USDT, timeframes: 1h, parameters: { fast: [5, 6] } }]
`,
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Options that yargs reads from the words after `jbt run`. */
function optionsOf(...words: readonly string[]) {
  return yargs([...words])
    .command('$0 [batch..]', '', addBatchFlags)
    .strict()
    .parseSync();
}

const FIL = ['--market', 'Binance Perpetual Futures:FIL-USDT'];
const SINGLE = ['strategies/trend.ts', ...FIL, '--timeframe', '1h'];

describe('a run without a batch file', () => {
  test('needs a strategy, a market and a timeframe', () => {
    expect(batchFromOptions(optionsOf(...SINGLE)).backtests).toMatchObject([
      {
        at: 'command line',
        exchange: { name: 'Binance Perpetual Futures', type: 'futures', fee: 0.0004 },
        setups: [
          { routes: [{ symbol: 'FIL-USDT', timeframe: '1h', strategy: 'strategies/trend.ts' }], dataRoutes: [] },
        ],
      },
    ]);
  });

  test('crosses strategies, markets and timeframes, given often or with commas', () => {
    const words = [
      'trend',
      'breakout',
      ...FIL,
      '--market',
      'Binance Perpetual Futures:NEAR-USDT',
      '--timeframe',
      '1h,4h',
    ];
    const { backtests } = batchFromOptions(optionsOf(...words, '--data-route', 'BTC-USDT@1D', '--data-route', '12h'));
    expect(backtests[0].setups).toHaveLength(8);
    expect(backtests[0].setups[7]).toEqual({
      routes: [{ symbol: 'NEAR-USDT', timeframe: '4h', strategy: 'breakout' }],
      dataRoutes: [
        { symbol: 'BTC-USDT', timeframe: '1D' },
        { symbol: 'NEAR-USDT', timeframe: '12h' },
      ],
    });
  });

  test('plays each exchange on its own terms', () => {
    const { backtests } = batchFromOptions(optionsOf(...SINGLE, '--market', 'Binance Spot:FIL-USDT'));
    expect(backtests.map(({ exchange }) => [exchange.name, exchange.type, exchange.fee])).toEqual([
      ['Binance Perpetual Futures', 'futures', 0.0004],
      ['Binance Spot', 'spot', 0.001],
    ]);
  });

  test('trades all markets in one backtest as a portfolio, a timeframe each', () => {
    const words = [...SINGLE, '--market', 'Binance Perpetual Futures:NEAR-USDT', '--portfolio', '--timeframe', '4h'];
    const { backtests } = batchFromOptions(optionsOf(...words, '--data-route', '1D'));
    const routes = (timeframe: string) =>
      ['FIL-USDT', 'NEAR-USDT'].map((symbol) => ({ symbol, timeframe, strategy: 'strategies/trend.ts' }));
    const dataRoutes = ['FIL-USDT', 'NEAR-USDT'].map((symbol) => ({ symbol, timeframe: '1D' }));
    expect(backtests.map(({ setups }) => setups)).toEqual([
      [
        { routes: routes('1h'), dataRoutes },
        { routes: routes('4h'), dataRoutes },
      ],
    ]);
  });

  test('gives each market of a portfolio the strategy in its place', () => {
    const words = ['trend', 'breakout', ...FIL, '--market', 'Binance Perpetual Futures:NEAR-USDT', '--timeframe', '1h'];
    const { backtests } = batchFromOptions(optionsOf(...words, '--portfolio'));
    expect(backtests.map(({ setups }) => setups.map(({ routes }) => routes))).toEqual([
      [
        [
          { symbol: 'FIL-USDT', timeframe: '1h', strategy: 'trend' },
          { symbol: 'NEAR-USDT', timeframe: '1h', strategy: 'breakout' },
        ],
      ],
    ]);
  });

  test.each([
    [SINGLE, '--portfolio: found one --market, allowed: two or more'],
    [
      [...SINGLE, '--market', 'Binance Spot:FIL-USDT'],
      '--portfolio: found Binance Perpetual Futures and Binance Spot, allowed: markets of one exchange',
    ],
    [
      ['second', ...SINGLE, '--market', 'Binance Perpetual Futures:A-USDT,Binance Perpetual Futures:B-USDT'],
      '--portfolio: found 2 strategies and 3 markets, allowed: one strategy for all markets, or one for each in turn',
    ],
  ])('refuses the portfolio of %j with one line', (words, message) => {
    const batch = () => batchFromOptions(optionsOf(...words, '--portfolio'));
    expect(batch).toThrow(expect.objectContaining({ code: 'InvalidOption', message }));
  });

  test('takes every setting as a flag', () => {
    const words = [
      ...[
        '--from',
        '2023-08-01',
        '--to',
        '2023-10-01',
        '--exchange-type',
        'futures',
        '--fee',
        '0.001',
        '--balance',
        '500',
      ],
      ...['--leverage', '3', '--leverage-mode', 'isolated', '--warmup', '5D', '--seed', '7', '--compat', 'jesse'],
      ...['--gap-fill', 'open', '--slippage', '0.0005'],
    ];
    expect(batchFromOptions(optionsOf(...SINGLE, ...words)).backtests[0]).toMatchObject({
      exchange: { type: 'futures', fee: 0.001, balance: 500, leverage: 3, leverageMode: 'isolated' },
      periods: [{ from: parseDate('2023-08-01'), to: parseDate('2023-10-01') }],
      warmup: { kind: 'minutes', minutes: 7_200 },
      fills: { gap: 'open', slippage: 0.0005 },
      compat: 'jesse',
      seed: 7,
    });
  });

  test.each([
    ['fast=8', [8]],
    ['fast=8,12,16', [8, 12, 16]],
    ['slow=20..60:10', [20, 30, 40, 50, 60]],
    ['slow=8..10,20', [8, 9, 10, 20]],
    ['risk=0.1..0.5:0.1', [0.1, 0.2, 0.3, 0.4, 0.5]],
    ['offset=-2..-1', [-2, -1]],
    ['exit=middle,opposite', ['middle', 'opposite']],
    ['strict=true', [true]],
  ])('tries the values of --set %s', (text, values) => {
    const { axes } = batchFromOptions(optionsOf(...SINGLE, '--set', text));
    const name = text.slice(0, text.indexOf('='));
    expect(axes).toEqual([{ name, values, at: `--set ${name}` }]);
  });

  test.each([
    [['trend', '--timeframe', '1h'], 'trend: a strategy needs --market "EXCHANGE:BASE-QUOTE"'],
    [['trend'], 'trend: a strategy needs --market "EXCHANGE:BASE-QUOTE" and --timeframe 1h'],
    [['trend', '--market', 'FIL-USDT'], '--market: found "FIL-USDT", allowed: EXCHANGE:BASE-QUOTE'],
    [[...SINGLE, '--timeframe', '1d'], '--timeframe: found "1d", allowed: 1m, '],
    [[...SINGLE, '--from', '01.08.2023'], '--from: found "01.08.2023", allowed: a date such as 2023-08-01'],
    [[...SINGLE, '--from'], '--from: found "", allowed: a date'],
    [[...SINGLE, '--fee', 'x'], '--fee: found "x", allowed: a share from 0 to below 1'],
    [[...SINGLE, '--fee', '0', '--fee', '1'], '--fee: found ["0","1"], allowed: a share'],
    [[...SINGLE, '--leverage', '0.5'], '--leverage: found 0.5, allowed: a number from 1 to 1000'],
    [
      [...SINGLE, '--exchange-type', 'future'],
      '--exchange-type: found "future", allowed: spot, futures (did you mean "futures"?)',
    ],
    [[...SINGLE, '--exchange-type', 'spot', '--leverage', '2'], '--leverage: found 2, allowed on spot: 1'],
    [['trend', '--market', 'Mine:FIL-USDT', '--timeframe', '1h'], '--exchange-type: missing, and not known for "Mine"'],
    [[...SINGLE, '--warmup', 'long'], '--warmup: found "long", allowed: a number of bars, or a duration'],
    [[...SINGLE, '--seed', '-1'], '--seed: found -1, allowed: a whole number from 0'],
    [[...SINGLE, '--data-route', '1x'], '--data-route: found "1x", allowed: 1m, '],
    [[...SINGLE, '--set', 'fast'], '--set: found "fast", allowed: NAME=VALUES'],
    [[...SINGLE, '--set', 'fast='], '--set: found "fast=", allowed: NAME=VALUES'],
    [[...SINGLE, '--set', 'fast=8,8'], '--set: found [8,8], allowed: each value once'],
    [[...SINGLE, '--set', '__proto__=8'], '--set: __proto__: no such key'],
    [[...SINGLE, '--set', 'fast=9..8'], '--set: range starts at 9, after its end 8'],
    [[...SINGLE, '--set', 'fast=8', '--set', 'fast=9'], '--set: fast is set twice, allowed: --set fast=VALUE,VALUE'],
  ])('refuses %j with one line', (words, message) => {
    const batch = () => batchFromOptions(optionsOf(...words));
    expect(batch).toThrow(expect.objectContaining({ code: 'InvalidOption' }));
    expect(batch).toThrow(message);
  });
});

describe('jbt run', () => {
  test('plays strategies from the working directory', async () => {
    expect(await batchOfRun(optionsOf(...SINGLE), folder)).toMatchObject({
      folder,
      batch: { backtests: [{ at: 'command line' }] },
    });
  });

  test.each([[[]], [['jbt.yaml']]])('with %j plays the batch file, with flags before its settings', async (words) => {
    const options = optionsOf(...words, '--from', '2023-09-01', '--set', 'fast=8,12', '--fee', '0');
    const { batch, folder: base } = await batchOfRun(options, folder);
    expect(base).toBe(folder);
    expect(batch.axes).toEqual([{ name: 'fast', values: [8, 12], at: '--set fast' }]);
    expect(batch.backtests).toMatchObject([
      {
        at: 'jbt.yaml:3:13: backtests[0]',
        axes: [],
        exchange: { fee: 0 },
        periods: [{ from: parseDate('2023-09-01'), to: null }],
      },
    ]);
  });

  test('names strategies from the folder of the batch file', async () => {
    expect(await batchOfRun(optionsOf(join(folder, 'jbt.yaml')), tmpdir())).toMatchObject({ folder });
  });

  test.each([
    [['jbt.yaml', 'other.yaml'], 'InvalidOption', 'jbt.yaml other.yaml: one batch file at a time'],
    [['jbt.yaml', 'trend'], 'InvalidOption', 'jbt.yaml trend: one batch file at a time'],
    [
      ['jbt.yaml', ...FIL],
      'InvalidOption',
      '--market goes with strategies: jbt run STRATEGY... --market ... (not with a',
    ],
    [['--timeframe', '1h'], 'InvalidOption', '--timeframe goes with strategies'],
    [['jbt.yaml', '--portfolio'], 'InvalidOption', '--portfolio goes with strategies'],
    [['trand'], 'FileNotFound', 'there is no file or strategy trand (did you mean "trend"?)'],
    [['trend', 'strategies/tend.ts', ...FIL], 'FileNotFound', 'tend.ts (did you mean "strategies/trend.ts"?)'],
    [['missing.ts'], 'FileNotFound', 'there is no file or strategy missing.ts'],
    [['jbt.yam'], 'FileNotFound', 'there is no file or strategy jbt.yam (did you mean "jbt.yaml"?)'],
    [['nowhere/jbt.yam'], 'FileNotFound', 'there is no file or strategy nowhere/jbt.yam'],
    [['trend'], 'InvalidOption', 'trend: a strategy needs --market'],
    [['jbt.yml'], 'FileNotFound', 'jbt.yml does not exist (did you mean "jbt.yaml"?)'],
  ])('refuses %j', async (words, code, message) => {
    await expect(batchOfRun(optionsOf(...words), folder)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });
});
