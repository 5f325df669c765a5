import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { equityMetrics, exitReasonOf, heldEquity, metricConventions, partsOf } from '../../src/metrics/index.ts';
import { allocateColumns } from '../../src/model/candle.ts';
import { DAY, MINUTE } from '../../src/model/time.ts';
import { FIRST_DAY, ORDER, TRADE } from '../support/scripted-run.ts';

const END = FIRST_DAY + 2 * DAY;
const ends = { endedAt: END, isLiquidated: () => false };

describe('the reason of an exit', () => {
  it.each([
    ['take-profit', { orders: [ORDER, { ...ORDER, submittedVia: 'take-profit' as const }] }, ends],
    ['stop-loss', { orders: [ORDER, { ...ORDER, submittedVia: 'stop-loss' as const }], closedAt: END }, ends],
    ['signal', { orders: [ORDER, ORDER] }, ends],
    ['end', { orders: [ORDER, ORDER], closedAt: END }, ends],
    ['liquidation', { orders: [ORDER, ORDER] }, { ...ends, isLiquidated: () => true }],
    ['signal', { orders: [] }, ends],
  ])('is %s for %j', (reason, change, circumstances) => {
    expect(exitReasonOf({ ...TRADE, ...change }, circumstances)).toBe(reason);
  });

  it('asks for liquidations by market and time of the close', () => {
    const asked: unknown[] = [];
    const isLiquidated = (symbol: string, time: number) => asked.push([symbol, time]) > 1;
    expect(exitReasonOf({ ...TRADE, orders: [] }, { endedAt: END, isLiquidated })).toBe('signal');
    expect(asked).toEqual([['FIL-USDT', TRADE.closedAt]]);
  });
});

describe('parts of trades', () => {
  it('have counts, sums and extremes of their own', () => {
    const trades = [10, -4, 6, -2].map((pnl, index) => {
      return {
        ...TRADE,
        pnl,
        type: index < 2 ? ('long' as const) : ('short' as const),
        holdingPeriod: 60 * (index + 1),
      };
    });
    expect(partsOf(trades, ({ type }) => type)).toEqual([
      { name: 'long', trades: 2, winners: 1, pnl: 6, best: 10, worst: -4, meanSeconds: 90 },
      { name: 'short', trades: 2, winners: 1, pnl: 4, best: 6, worst: -2, meanSeconds: 210 },
    ]);
    expect(partsOf([], () => 'any')).toEqual([]);
  });

  it('add up to the whole', () => {
    const pnls = fc.array(fc.tuple(fc.integer({ min: -1000, max: 1000 }), fc.constantFrom('a', 'b', 'c')));
    fc.assert(
      fc.property(pnls, (list) => {
        const trades = list.map(([pnl, name]) => ({ pnl, name, holdingPeriod: 1 }));
        const parts = partsOf(trades, ({ name }) => name);
        expect(parts.reduce((sum, part) => sum + part.trades, 0)).toBe(list.length);
        expect(parts.reduce((sum, part) => sum + part.pnl, 0)).toBe(list.reduce((sum, [pnl]) => sum + pnl, 0));
        expect(parts.every(({ best, worst, winners, trades: count }) => best >= worst && winners <= count)).toBe(true);
      }),
    );
  });
});

describe('buying and holding', () => {
  /** A market that goes from one price to another over two days, after a day of warm-up. */
  function market(first: number, last: number) {
    const minutes = (3 * DAY) / MINUTE;
    const columns = allocateColumns(FIRST_DAY - DAY, MINUTE, minutes);
    columns.open.fill(first);
    columns.close.fill(first);
    columns.close[minutes - 1] = last;
    return columns;
  }
  const times = [FIRST_DAY, FIRST_DAY + DAY, END];

  it('spreads the balance evenly over the markets', () => {
    const points = heldEquity([market(10, 20), market(4, 2)], times, 1000);
    expect(points).toEqual([
      { time: FIRST_DAY, equity: 1000 },
      { time: FIRST_DAY + DAY, equity: 1000 },
      { time: END, equity: 1250 },
    ]);
  });

  it('has the metrics that equity alone decides', () => {
    const points = heldEquity([market(10, 8)], times, 1000);
    const { net_profit_percentage, max_drawdown, annual_return } = equityMetrics(points, metricConventions(false));
    expect(net_profit_percentage).toBeCloseTo(-20, 10);
    expect(max_drawdown).toBeCloseTo(-20, 10);
    expect(annual_return).toBeNaN();
  });
});
