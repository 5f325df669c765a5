import { describe, expect, it } from 'vitest';
import { METRICS } from '../../src/metrics/index.ts';
import { DAY, HOUR } from '../../src/model/time.ts';
import { metricsOf, metricsOfEquity, START, tradeOf } from './support/example.ts';

/** Metrics that have a value before anything has happened. */
const OF_NOTHING = {
  starting_balance: 10_000,
  finishing_balance: 10_000,
  net_profit: 0,
  net_profit_percentage: 0,
  gross_profit: 0,
  gross_loss: 0,
  fee: 0,
  open_pl: 0,
  benchmark_return: 25,
  total: 0,
  total_winning_trades: 0,
  total_losing_trades: 0,
  longs_count: 0,
  shorts_count: 0,
  win_rate: 0,
  win_rate_longs: 0,
  win_rate_shorts: 0,
  total_open_trades: 0,
  total_liquidations: 0,
  largest_winning_trade: 0,
  largest_losing_trade: 0,
  expectancy: 0,
  expectancy_percentage: 0,
  expected_net_profit_every_100_trades: 0,
  winning_streak: 0,
  losing_streak: 0,
  current_streak: 0,
  exposure_time: 0,
  avg_trades_per_day: 0,
  avg_trades_per_week: 0,
  avg_trades_per_month: 0,
};

const OF_FLAT_EQUITY = {
  annual_return: 0,
  max_drawdown: 0,
  max_underwater_period: 0,
  ulcer_index: 0,
  volatility: 0,
  cvar_95: 0,
  best_day: 0,
  worst_day: 0,
};

function defined(metrics: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(metrics).filter(([, value]) => !Number.isNaN(value)));
}

describe('what is not defined is NaN, and everything else has a value', () => {
  it('without trades and with one sample', () => {
    expect(defined(metricsOfEquity([10_000]))).toEqual(OF_NOTHING);
  });

  it('without trades and with flat equity', () => {
    expect(defined(metricsOfEquity([10_000, 10_000, 10_000, 10_000, 10_000]))).toEqual({
      ...OF_NOTHING,
      ...OF_FLAT_EQUITY,
    });
  });

  it.each([
    { title: 'no samples', rest: { equity: [] } },
    { title: 'no duration', rest: { trades: [tradeOf(1)], endedAt: START } },
    { title: 'one break-even trade', rest: { trades: [tradeOf(0)] } },
    { title: 'equity that only rises', rest: { equity: [100, 110, 121, 140] } },
    { title: 'equity lost to nothing', rest: { equity: [100, 0, 0] } },
    { title: 'equity below zero and back', rest: { equity: [100, -50, -20, 30] } },
    { title: 'no benchmark', rest: { benchmark: [] } },
    { title: 'a benchmark from nothing', rest: { benchmark: [{ first: 0, last: 1 }] } },
  ])('never infinite: $title', ({ rest }) => {
    expect(Object.entries(metricsOf(rest)).filter(([, value]) => Math.abs(value) === Number.POSITIVE_INFINITY)).toEqual(
      [],
    );
  });

  it('leaves the ratios of steady growth undefined although rounding makes its returns differ', () => {
    const { sharpe_ratio, skew, kurtosis, volatility } = metricsOfEquity([100, 110, 121, 133.1, 146.41]);
    expect({ sharpe_ratio, skew, kurtosis, volatility }).toEqual({
      sharpe_ratio: Number.NaN,
      skew: Number.NaN,
      kurtosis: Number.NaN,
      volatility: 0,
    });
  });

  it('counts a loss of more than all as such', () => {
    const metrics = metricsOfEquity([100, -50, -20, 30]);
    expect(metrics.max_drawdown).toBeCloseTo(-150, 10);
    expect(metrics.worst_day).toBeCloseTo(-150, 10);
    expect(metrics.best_day).toBe(0);
    expect(metricsOfEquity([100, -50]).annual_return).toBe(-100);
  });
});

describe('values worked out by hand or by the formula elsewhere', () => {
  // Reference values computed with Python's statistics module.
  const EQUITY = [10_000, 10_100, 9_999, 10_300, 10_200, 10_404];
  it.each([
    ['volatility', 34.097311125608925],
    ['skew', 0.06211012201835527],
    ['kurtosis', -2.3027776407689746],
    ['ulcer_index', 0.6233130688720967],
    ['max_drawdown', -1],
    ['max_underwater_period', 1],
    ['recovery_factor', 4.04],
    ['cvar_95', -1],
    ['worst_day', -1],
    ['best_day', (10_300 / 9_999 - 1) * 100],
    ['serenity_index', 10.563541522834928],
    ['annual_return', 1701.461882540753],
    ['sharpe_ratio', 8.648136144913869],
    ['calmar_ratio', 1701.461882540753],
  ])('%s of an equity curve is %d', (name, expected) => {
    expect(metricsOfEquity(EQUITY)[name] / expected).toBeCloseTo(1, 9);
  });

  const TRADES = [100, -50, 200, -50, 0, 50].map((pnl) => tradeOf(pnl));
  it.each([
    ['profit_factor', 3.5],
    ['sqn', 1.051757904779178],
    ['kelly_criterion', 3 / 7],
    ['win_rate', 0.6],
    ['average_win', 350 / 3],
    ['average_loss', 50],
    ['expectancy', 250 / 6],
    ['expectancy_percentage', 250 / 6 / 100],
    ['expected_net_profit_every_100_trades', 250 / 6],
    ['net_profit', 250],
    ['winning_streak', 1],
    ['losing_streak', 1],
    ['current_streak', 1],
  ])('%s of six trades is %d', (name, expected) => {
    expect(metricsOf({ trades: TRADES })[name]).toBeCloseTo(expected, 12);
  });

  it('the worst 5 % of forty returns are two of them', () => {
    const equity = [100];
    for (let day = 0; day < 40; day++) equity.push(equity[day] * (day === 7 ? 0.9 : day === 20 ? 0.8 : 1.01));
    expect(metricsOfEquity(equity).cvar_95).toBeCloseTo(-15, 10);
  });

  it('time in the market counts overlapping trades once', () => {
    const hours = (from: number, to: number) =>
      tradeOf(1, { openedAt: START + from * HOUR, closedAt: START + to * HOUR });
    const trades = [hours(2, 3), hours(0, 6), hours(5, 8), hours(20, 24)];
    expect(metricsOf({ trades, endedAt: START + DAY }).exposure_time).toBe(50);
  });

  it('buy and hold weighs all markets equally', () => {
    const benchmark = [
      { first: 100, last: 150 },
      { first: 8, last: 6 },
    ];
    expect(metricsOf({ benchmark }).benchmark_return).toBe(12.5);
  });
});

describe('the list of metrics', () => {
  it('names exactly what is computed, each once and in order', () => {
    expect(Object.keys(metricsOf())).toEqual(METRICS.map(({ name }) => name));
  });
});
