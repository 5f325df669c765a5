import { type CandleColumns, shortestStep } from '../model/candle.ts';
import type { Metrics } from '../model/metrics.ts';
import type { Timestamp } from '../model/time.ts';
import type { EquityPoint } from './calendar.ts';
import type { MetricConventions } from './conventions.ts';
import { DRAWDOWN } from './drawdown.ts';
import { gatherFacts } from './facts.ts';
import { GROWTH } from './growth.ts';
import { RISK } from './risk.ts';

/**
 * Equity at times of a balance that is spread evenly over markets at the first time and then held. The candles cover all
 * of the time.
 */
export function heldEquity(
  markets: readonly CandleColumns[],
  times: readonly Timestamp[],
  balance: number,
): readonly EquityPoint[] {
  const firsts = markets.map((market) => market.open[indexAt(market, times[0])]);
  return times.map((time, sample) => {
    if (sample === 0) return { time, equity: balance };
    const growths = markets.map((market, index) => market.close[indexAt(market, time) - 1] / firsts[index]);
    return { time, equity: (balance * growths.reduce((sum, growth) => sum + growth, 0)) / markets.length };
  });
}

/** Index of the candle that is open at a time. */
function indexAt(market: CandleColumns, time: Timestamp): number {
  return Math.floor((time - market.start) / shortestStep(market));
}

const NO_FIGURES = new Float64Array(0);

/** The metrics that equity alone decides, by name. */
export function equityMetrics(points: readonly EquityPoint[], conventions: MetricConventions): Metrics {
  const equity = points.map((point) => point.equity);
  const [first, last] = [points[0], points[points.length - 1]];
  const facts = gatherFacts({
    trades: {
      pnls: NO_FIGURES,
      fees: NO_FIGURES,
      isLong: NO_FIGURES,
      openedAt: NO_FIGURES,
      closedAt: NO_FIGURES,
      holdingPeriods: NO_FIGURES,
    },
    equity,
    deepestDrawdown: 0,
    startingBalance: first.equity,
    finishingBalance: last.equity,
    startedAt: first.time,
    endedAt: last.time,
    openTrades: 0,
    openPnl: 0,
    liquidations: 0,
    benchmark: [],
    conventions,
  });
  const found = [...GROWTH, ...RISK, ...DRAWDOWN].map((metric) => [metric.name, metric.compute(facts)] as const);
  return { net_profit_percentage: (last.equity / first.equity - 1) * 100, ...Object.fromEntries(found) };
}
