import { expect, test } from 'vitest';
import { pathText } from '../../../src/run/batch/problems.ts';
import { parseBatch } from '../../../src/run/batch/schema.ts';

const BACKTEST = { strategies: 'trend', symbols: 'FIL-USDT', timeframes: '1h' };

function problemIn(content: unknown): string {
  return problemsIn(content)[0] ?? 'none';
}

function problemsIn(content: unknown): readonly string[] {
  const parsed = parseBatch(content);
  return 'problems' in parsed ? parsed.problems.map(({ path, message }) => `${pathText(path)}: ${message}`) : [];
}

test.each([
  [null, ': found null, allowed: {exchange, '],
  ['trend', ': found "trend", allowed: {exchange, '],
  [{}, 'backtests: missing, must be a list of backtests'],
  [{ backtests: [] }, 'backtests: found [], allowed: a list of backtests'],
  [{ backtests: ['trend'] }, 'backtests[0]: found "trend", allowed: {strategies, symbols, '],
  [{ backtest: [BACKTEST] }, 'backtest: no such key (did you mean "backtests"?), allowed: exchange, from, '],
  [{ exchange: { fees: 0.1 } }, 'exchange.fees: no such key (did you mean "fee"?), allowed: name, type, fee, '],
  [{ exchange: { fee: '4%' } }, 'exchange.fee: found "4%", allowed: a share from 0 to below 1, such as 0.0004 for'],
  [{ exchange: { type: 'future' } }, 'exchange.type: found "future", allowed: spot, futures (did you mean "futures"?)'],
  [{ exchange: { balance: 0 } }, 'exchange.balance: found 0, allowed: an amount above 0'],
  [{ exchange: { leverage: Number.NaN } }, 'exchange.leverage: found NaN, allowed: a number from 1 to 1000'],
  [{ exchange: 7 }, "exchange: found 7, allowed: the exchange's name, or {name, type, "],
  [{ from: '2023-02-30' }, 'from: found "2023-02-30", allowed: a date such as 2023-08-01 or 2023-08-01T14:30 (UTC)'],
  [{ to: '2023-08-01T00:00:30' }, 'to: found "2023-08-01T00:00:30", allowed: a date'],
  [{ periods: [{ from: '2023-08-01' }] }, 'periods[0].to: missing, must be a date'],
  [{ warmup: '5 days' }, 'warmup: found "5 days", allowed: a number of bars, or a duration such as \'7200m\''],
  [{ warmup: -1 }, 'warmup: found -1, allowed: a number of bars'],
  [{ parameters: [8, 12] }, 'parameters: found [8,12], allowed: parameters and their values'],
  [
    { parameters: { fast: null } },
    'parameters.fast: found null, allowed: a value, a list of values, or {from, to, step}',
  ],
  [{ parameters: { fast: [8, null] } }, 'parameters.fast[1]: found null, allowed: a value'],
  [{ parameters: { fast: [8, 8] } }, 'parameters.fast: found [8,8], allowed: each value once'],
  [
    { parameters: { fast: { from: 1, too: 9 } } },
    'parameters.fast.too: no such key (did you mean "to"?), allowed: from, to, step',
  ],
  [{ parameters: { fast: { from: 0.5, to: 2 } } }, 'parameters.fast: range 0.5..2 has no step'],
  [{ fills: { gap: 'opened' } }, 'fills.gap: found "opened", allowed: open, order-price (did you mean "open"?)'],
  [JSON.parse('{ "parameters": { "__proto__": 1 } }'), 'parameters.__proto__: no such key'],
  [JSON.parse('{ "__proto__": 1 }'), '__proto__: no such key'],
  [
    { env: { logging: { order_submited: false } } },
    'env.logging.order_submited: no such key (did you mean "order_submission"?), allowed: strategy_execution, order_',
  ],
  [{ env: { logging: { balance_update: 'off' } } }, 'env.logging.balance_update: found "off", allowed: true or false'],
  [{ env: { loging: {} } }, 'env.loging: no such key (did you mean "logging"?), allowed: caching, logging'],
  [{ seed: 1.5 }, 'seed: found 1.5, allowed: a whole number from 0'],
  [{ backtests: [{ ...BACKTEST, timeframes: '1d' }] }, 'backtests[0].timeframes: found "1d", allowed: 1m, 3m, '],
  [{ backtests: [{ ...BACKTEST, timeframes: ['1h', '1d'] }] }, '1M (did you mean "1D"?)'],
  [
    { backtests: [{ ...BACKTEST, symbols: ['FIL-USDT', 'nearusdt'] }] },
    'backtests[0].symbols[1]: found "nearusdt", allowed: BASE-QUOTE',
  ],
  [{ backtests: [{ ...BACKTEST, symbols: ['FIL-USDT', 'FIL-USDT'] }] }, 'allowed: each value once'],
  [{ backtests: [{ ...BACKTEST, symbol: 'FIL-USDT' }] }, 'backtests[0].symbol: no such key (did you mean "symbols"?)'],
])('%j is refused with the path, what was found and what is allowed', (content, problem) => {
  const full =
    typeof content === 'object' && content !== null && !('backtest' in content) && Object.keys(content).length > 0
      ? { backtests: [BACKTEST], ...content }
      : content;
  expect(problemIn(full)).toContain(problem);
});

test('a batch of every key is accepted', () => {
  const settings = {
    from: '2023-08-01',
    to: '2023-10-01 12:30',
    warmup: '5D',
    parameters: { fast: 8, slow: [20, 40], stopAtr: { from: 0.5, to: 1, step: 0.25 }, exit: 'middle', strict: true },
    fills: { gap: 'open', slippage: 0.0005 },
    compat: 'jesse',
    seed: 7,
  };
  const exchange = { name: 'X', type: 'spot', fee: 0, balance: 1, leverage: 1, leverageMode: 'isolated' };
  const routes = [{ symbol: 'FIL-USDT', timeframe: '1h', strategy: 'trend' }];
  const backtest = { routes, dataRoutes: [{ timeframe: '4h' }], exchange: 'Y', ...settings };
  expect(problemIn({ exchange, ...settings, backtests: [BACKTEST, backtest] })).toBe('none');
});

test('every problem of a batch is found at once', () => {
  const content = JSON.parse(`{
    "form": "2023-08-01", "sede": 7, "warmup": -1,
    "exchange": { "fees": 0, "leverage": 0 },
    "parameters": { "__proto__": 1, "fast": [1, null] },
    "backtests": [{ "strategies": "trend", "symbols": "FIL", "timeframes": "1d" }]
  }`);
  const places = problemsIn(content).map((problem) => problem.split(':')[0]);
  expect(places.sort()).toEqual([
    'backtests[0].symbols',
    'backtests[0].timeframes',
    'exchange.fees',
    'exchange.leverage',
    'form',
    'parameters.__proto__',
    'parameters.fast[1]',
    'sede',
    'warmup',
  ]);
});

test('each unknown key has its own nearest key', () => {
  const problems = problemsIn({ form: '2023-08-01', sede: 7, backtests: [BACKTEST] });
  expect(problems).toEqual([expect.stringContaining('"from"?'), expect.stringContaining('"seed"?')]);
});

test('a misspelt key is not missing as well', () => {
  expect(problemsIn({ backtest: [BACKTEST] })).toEqual([expect.stringMatching(/^backtest: no such key/)]);
});
