import { describe, expect, it } from 'vitest';
import { metricConventions } from '../../src/metrics/index.ts';
import { DAY, HOUR, MINUTE } from '../../src/model/time.ts';
import { metricsOf, metricsOfEquity, START, tradeOf } from './support/example.ts';

describe('where Jesse is at fault the correct form is taken', () => {
  it('counts a fall from the starting balance as a drawdown', () => {
    const equity = [10_000, 9_000, 9_500];
    expect(metricsOfEquity(equity).max_drawdown).toBeCloseTo(-10, 10);
    expect(metricsOfEquity(equity).calmar_ratio).toBeLessThan(0);
    expect(metricsOfEquity(equity, true)).toMatchObject({ max_drawdown: 0, calmar_ratio: 0 });
  });

  it('counts a fall within a day as a drawdown', () => {
    const equity = [10_000, 10_000, 10_100];
    const found = metricsOf({ equity, deepestDrawdown: -0.3 });
    expect(found).toMatchObject({ max_drawdown: -30, ulcer_index: 0 });
    expect([found.recovery_factor, found.calmar_ratio]).toEqual([
      expect.closeTo(0.01 / 0.3, 12),
      expect.closeTo(found.annual_return / 30, 12),
    ]);
    const jesse = metricsOf({ equity, deepestDrawdown: -0.3, conventions: metricConventions(true) });
    expect(jesse.max_drawdown).toBe(0);
  });

  it('says nothing about a year before thirty days have passed', () => {
    const equity = Array.from({ length: 31 }, (_, day) => 10_000 + 100 * day + 300 * (day % 2));
    const annualised = ['annual_return', 'calmar_ratio', 'sharpe_ratio', 'sortino_ratio', 'volatility'];
    const of = (endedAt: number, jesse = false) => {
      const metrics = metricsOf({ equity, endedAt, conventions: metricConventions(jesse) });
      return annualised.map((name) => metrics[name]);
    };
    expect(of(START + 30 * DAY - MINUTE)).toEqual(annualised.map(() => Number.NaN));
    expect(of(START + 30 * DAY).every(Number.isFinite)).toBe(true);
    expect(of(START + 2 * DAY, true).every(Number.isFinite)).toBe(true);
  });

  it('divides the downside of the sortino ratio by the number of returns', () => {
    const equity = [10_000, 10_100, 10_050, 10_200];
    const ratio = metricsOfEquity(equity).sortino_ratio / metricsOfEquity(equity, true).sortino_ratio;
    expect(ratio).toBeCloseTo(Math.sqrt(3 / 4), 12);
  });

  it('spreads the net profit over all trades, break-even ones included', () => {
    const trades = [10, 0, 0, 0].map((pnl) => tradeOf(pnl));
    expect(metricsOf({ trades }).expectancy).toBe(2.5);
    expect(metricsOf({ trades, conventions: metricConventions(true) }).expectancy).toBe(10);
  });

  it('counts trades a day over the true duration', () => {
    const metrics = metricsOf({ trades: [tradeOf(1), tradeOf(2)], endedAt: START + 12 * HOUR });
    expect(metrics).toMatchObject({ avg_trades_per_day: 4, avg_trades_per_week: 28, avg_trades_per_month: 4 * 30.44 });
  });

  it('annualises over the true duration, not over the number of samples', () => {
    const equity = [10_000, 10_001, 10_002];
    const oneDay = metricsOf({ equity, startedAt: START + 12 * HOUR, endedAt: START + 36 * HOUR });
    const twoDays = metricsOf({ equity, endedAt: START + 2 * DAY });
    expect(1 + oneDay.annual_return / 100).toBeCloseTo((1 + twoDays.annual_return / 100) ** 2, 10);
  });

  it('gives the serenity index a finite value', () => {
    // Returns 1, -1/2, 1/2 after the start's 0: sum 1, variance (3/4)² + (1/4)² + (3/4)² + (1/4)² over 3 = 5/12.
    // Drawdowns 0, -1/2, -1/4: ulcer √(5/48), worst 1/2.
    const expected = 1 / (Math.sqrt(5 / 48) * (0.5 / Math.sqrt(5 / 12)));
    expect(metricsOfEquity([50, 100, 50, 75]).serenity_index).toBeCloseTo(expected, 12);
    expect(metricsOfEquity([50, 100, 50, 75], true).serenity_index).toBeNaN();
  });
});
