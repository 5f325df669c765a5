import { int, Strategy, type StrategyClass } from 'jbt-runner';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { BTC, ETH, flat, minutesClosingAt, play } from '../support/stage.ts';

/** Counts its bars in `vars`, and tells the other route of the last one. */
class Counting extends Strategy.with({ step: int(1, 5, 2) })<{ bars?: number }, { newest?: string }> {
  override before() {
    this.vars.bars = (this.vars.bars ?? 0) + this.hp.step;
    this.sharedVars.newest = this.symbol;
  }
  override shouldLong() {
    return false;
  }
}

/** A field says type and first value at once. */
class Starting extends Strategy.with({ step: int(1, 5, 2) }) {
  override vars = { bars: 10, seen: '' };
  override before() {
    this.vars.bars += this.hp.step;
    this.vars.seen += `${this.sharedVars.newest} `;
  }
  override shouldLong() {
    return false;
  }
}

class Bare extends Strategy {}

const { strategies } = play({
  candles: { [BTC]: minutesClosingAt(flat(3)), [ETH]: minutesClosingAt(flat(3)) },
  routes: [
    { symbol: BTC, timeframe: '1m', strategy: Counting },
    { symbol: ETH, timeframe: '1m', strategy: Starting },
  ],
});

describe("a strategy's variables", () => {
  it('begin empty, or with the values of a field, for each route', () => {
    expect(strategies.map(({ vars }) => vars.bars)).toEqual([6, 16]);
  });

  it('that are shared are seen by the other route', () => {
    expect(strategies[1].vars.seen).toBe(`${BTC} `.repeat(3));
  });

  it('have the types of the arguments after Strategy.with, without casts', () => {
    expectTypeOf<Counting['vars']>().toEqualTypeOf<{ bars?: number }>();
    expectTypeOf<Counting['sharedVars']>().toEqualTypeOf<{ newest?: string }>();
    expectTypeOf<Counting['hp']>().toEqualTypeOf<{ readonly step: number }>();
    expectTypeOf<Starting['vars']['bars']>().toEqualTypeOf<number>();
  });

  it('are unknown where no type is named', () => {
    expectTypeOf<Bare['vars']>().toEqualTypeOf<Record<string, unknown>>();
    expectTypeOf<Starting['sharedVars']>().toEqualTypeOf<Record<string, unknown>>();
  });

  it('leave a class one that a backtest takes', () => {
    expectTypeOf<typeof Counting>().toExtend<StrategyClass>();
    expectTypeOf<typeof Starting>().toExtend<StrategyClass>();
  });
});
