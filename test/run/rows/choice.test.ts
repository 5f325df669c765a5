import { describe, expect, it, test } from 'vitest';
import { checkColumns, rowCondition } from '../../../src/run/rows/choice.ts';
import { rowKinds, valueIn } from '../../../src/run/rows/fields.ts';
import { jobReportOf } from '../../support/scripted-run.ts';

const PARAMETERS = ['fast', 'slow', 'mode'];
const ROW = jobReportOf('a', {
  routes: [
    { symbol: 'FIL-USDT', timeframe: '1h', strategy: 'old/trend/index.ts' },
    { symbol: 'NEAR-USDT', timeframe: '4h', strategy: 'breakout.ts' },
  ],
  metrics: { total: 12, sharpe_ratio: 1.5, win_rate: Number.NaN },
  trades: 12,
});

describe('a condition on rows', () => {
  test.each([
    ['trades >= 12 and total = trades', true],
    ['trades > 12', false],
    ['sharpe_ratio * 2 > 2.5', true],
    ['win_rate > 0 or win_rate <= 0', false],
    ['fast < slow', true],
    ["mode = 'calm'", true],
    ["strategy = 'old/trend/index.ts'", true],
    ["strategy = 'old/trend'", true],
    ["strategy = 'trend' and strategy = 'breakout'", true],
    ["strategy = 'new/trend'", false],
    ["symbol = 'NEAR-USDT'", true],
    ["timeframe != '1D'", true],
    ["exchange = 'Binance Perpetual Futures'", true],
    ["from >= '2023-08-01' and to < '2024'", true],
  ])('%s is %s', (text, expected) => {
    expect(rowCondition(text, PARAMETERS)(ROW)).toBe(expected);
  });

  test.each([
    ['sharpe > 1', '--where: there is no sharpe (did you mean "sharpe_ratio"?), at character 1'],
    ['fsat > 1', '--where: there is no fsat (did you mean "fast"?), at character 1'],
    ['symbol > 5', '--where: text cannot be compared with a number, at character 8'],
    ['trades >', '--where: expected a name or a number, found the end, at character 9'],
  ])('%s is refused: %s', (text, message) => {
    expect(() => rowCondition(text, PARAMETERS)).toThrow(message);
  });
});

it('an unknown column is refused with the nearest name', () => {
  expect(() => checkColumns(['fast', 'sharpe_ratio', 'strategy'], PARAMETERS)).not.toThrow();
  expect(() => checkColumns(['sharpe'], PARAMETERS)).toThrow(
    '--columns: there is no sharpe (did you mean "sharpe_ratio"?)',
  );
  expect(() => checkColumns(['fast', ''], PARAMETERS)).toThrow('--columns: there is no name before a comma');
  expect(() => checkColumns(['quantum'], PARAMETERS)).toThrow('; allowed: metrics, parameters, strategy, symbol');
});

it('a report of an earlier version has no exchange and its chosen parameters alone', () => {
  const { exchange: _exchange, effectiveParameters: _effective, ...old } = ROW;
  const row = JSON.parse(JSON.stringify(old));
  expect(valueIn(row, 'exchange')).toBeNull();
  expect(valueIn(row, 'mode')).toBeNull();
  expect(valueIn(row, 'fast')).toBe(8);
});

it('a parameter gives way to a metric of its name', () => {
  expect(rowKinds(['fee', 'fast']).get('fee')).toBe('number');
  expect(rowKinds(['fee', 'fast']).get('fast')).toBe('any');
});
