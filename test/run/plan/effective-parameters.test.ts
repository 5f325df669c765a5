import { expect, it } from 'vitest';
import { effectiveParameters } from '../../../src/run/plan/effective-parameters.ts';
import { BREAKOUT, STRATEGIES, TREND } from '../support/batch-fixtures.ts';

const BY_NAME = new Map(STRATEGIES.map((strategy) => [strategy.name, strategy]));

function effectiveOf(strategies: readonly string[], parameters: Readonly<Record<string, number>>, known = BY_NAME) {
  const routes = strategies.map((strategy) => ({ symbol: 'FIL-USDT', timeframe: '1h', strategy }) as const);
  return effectiveParameters({ routes, parameters }, known);
}

it('a chosen value wins over the default of a strategy', () => {
  expect(effectiveOf(['trend', 'trend'], { slow: 40 })).toEqual({ slow: 40, fast: 12, stopAtr: 2 });
});

it('the defaults of several strategies are joined', () => {
  expect(effectiveOf(['breakout', 'reversion'], {})).toEqual({ period: 20, exit: 'middle', deviations: 2 });
});

it('different defaults of one name keep the names of their strategies, until a value is chosen', () => {
  const other = new Map(BY_NAME).set('trend', { ...TREND, defaults: { period: 9 } });
  expect(effectiveOf(['trend', 'breakout'], {}, other)).toEqual({
    'trend.period': 9,
    'breakout.period': BREAKOUT.defaults.period,
    exit: 'middle',
  });
  expect(effectiveOf(['trend', 'breakout'], { period: 5 }, other)).toEqual({ period: 5, exit: 'middle' });
});
