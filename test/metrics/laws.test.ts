import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { METRICS } from '../../src/metrics/index.ts';
import { metricsOf, metricsOfEquity, tradeOf } from './support/example.ts';

const money = fc.double({ min: 1, max: 1e6, noNaN: true });
const equity = fc.array(money, { minLength: 2, maxLength: 60 });
const pnls = fc.array(fc.integer({ min: -1000, max: 1000 }), { maxLength: 40 });

const SCALE_FREE = METRICS.filter(({ unit }) => unit !== 'currency').map(({ name }) => name);

describe('laws of the metrics', () => {
  it('a wallet twice as large has the same ratios and percentages', () => {
    fc.assert(
      fc.property(equity, pnls, (values, gains) => {
        // A power of two scales without rounding, so the values must be equal to the bit.
        const once = metricsOf({ equity: values, trades: gains.map((pnl) => tradeOf(pnl)) });
        const twice = metricsOf({ equity: values.map((v) => v * 2), trades: gains.map((pnl) => tradeOf(pnl * 2)) });
        for (const name of SCALE_FREE) expect([name, twice[name]]).toEqual([name, once[name]]);
      }),
    );
  });

  it('a drawdown of positive equity lies between -100 % and 0 and is no smaller than the ulcer index', () => {
    fc.assert(
      fc.property(equity, (values) => {
        const { max_drawdown, ulcer_index, worst_day } = metricsOfEquity(values);
        expect(max_drawdown).toBeGreaterThanOrEqual(-100);
        expect(max_drawdown).toBeLessThanOrEqual(0);
        expect(ulcer_index).toBeLessThanOrEqual(-max_drawdown + 1e-9);
        expect(max_drawdown).toBeLessThanOrEqual(Math.min(worst_day, 0) + 1e-9);
      }),
    );
  });

  it("the drawdown from the start is never smaller than Jesse's", () => {
    fc.assert(
      fc.property(equity, (values) => {
        expect(metricsOfEquity(values).max_drawdown).toBeLessThanOrEqual(metricsOfEquity(values, true).max_drawdown);
      }),
    );
  });

  it('every metric is finite or NaN, whatever the equity', () => {
    const anything = fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { maxLength: 30 });
    fc.assert(
      fc.property(anything, pnls, (values, gains) => {
        const metrics = metricsOf({ equity: values, trades: gains.map((pnl) => tradeOf(pnl)) });
        const infinite = Object.entries(metrics).filter(([, v]) => !Number.isFinite(v) && !Number.isNaN(v));
        expect(infinite).toEqual([]);
      }),
    );
  });

  it('the order of trades changes streaks alone', () => {
    fc.assert(
      fc.property(pnls, (gains) => {
        const trades = gains.map((pnl) => tradeOf(pnl));
        const forward = metricsOf({ trades });
        const backward = metricsOf({ trades: [...trades].reverse() });
        for (const { name } of METRICS) {
          // The sum of squares within sqn rounds differently in another order.
          if (!name.endsWith('streak') && name !== 'sqn') expect([name, backward[name]]).toEqual([name, forward[name]]);
        }
      }),
    );
  });

  it('what trades won and lost adds up', () => {
    fc.assert(
      fc.property(pnls, (gains) => {
        const m = metricsOf({ trades: gains.map((pnl) => tradeOf(pnl)) });
        expect(m.gross_profit + m.gross_loss).toBe(m.net_profit);
        expect(m.total_winning_trades + m.total_losing_trades).toBeLessThanOrEqual(m.total);
        expect(m.longs_count + m.shorts_count).toBe(m.total);
        if (!Number.isNaN(m.profit_factor)) expect(m.profit_factor > 1).toBe(m.net_profit > 0);
        expect(Number.isNaN(m.profit_factor)).toBe(m.total_losing_trades === 0);
      }),
    );
  });

  it('mirrored PnL mirrors wins and losses', () => {
    fc.assert(
      fc.property(pnls, (gains) => {
        const there = metricsOf({ trades: gains.map((pnl) => tradeOf(pnl)) });
        const back = metricsOf({ trades: gains.map((pnl) => tradeOf(-pnl)) });
        expect(back.gross_profit).toBe(0 - there.gross_loss);
        expect(back.average_win).toBe(there.average_loss);
        expect(back.winning_streak).toBe(there.losing_streak);
        expect(back.current_streak).toBe(0 - there.current_streak);
      }),
    );
  });
});
