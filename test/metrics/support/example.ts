import { computeMetrics, type MetricsInput, metricConventions } from '../../../src/metrics/index.ts';
import { drawdownsOf } from '../../../src/metrics/series.ts';
import type { Metrics } from '../../../src/model/metrics.ts';
import { DAY, MINUTE } from '../../../src/model/time.ts';
import type { ClosedTrade } from '../../../src/model/trade.ts';
import { figuresOf } from './figures.ts';

export const START = Date.UTC(2023, 7, 1);

/** A closed trade that made `pnl`, with everything else harmless. */
export function tradeOf(pnl: number, rest: Partial<ClosedTrade> = {}): ClosedTrade {
  const openedAt = rest.openedAt ?? START;
  const closedAt = rest.closedAt ?? openedAt + MINUTE;
  return {
    id: 1,
    strategyName: 'Example',
    exchange: 'Sandbox',
    symbol: 'BTC-USDT',
    timeframe: '1m',
    type: 'long',
    entryPrice: 100,
    exitPrice: 100,
    qty: 1,
    size: 100,
    leverage: 1,
    fee: 0,
    pnl,
    pnlPercentage: pnl,
    openedAt,
    closedAt,
    holdingPeriod: (closedAt - openedAt) / 1000,
    orders: [],
    ...rest,
  };
}

/** Input with whole trades. */
interface Given extends Omit<MetricsInput, 'trades'> {
  readonly trades: readonly ClosedTrade[];
}

/** Input around an equity curve of whole days. */
function inputOf({ trades = [], ...rest }: Partial<Given> = {}): MetricsInput {
  const equity = rest.equity ?? [10_000, 10_000];
  return {
    trades: figuresOf(trades),
    equity,
    deepestDrawdown: Math.min(0, ...drawdownsOf(equity)),
    startingBalance: equity[0] ?? 10_000,
    finishingBalance: equity.at(-1) ?? 10_000,
    startedAt: START,
    endedAt: START + Math.max(1, equity.length - 1) * DAY,
    openTrades: 0,
    openPnl: 0,
    liquidations: 0,
    benchmark: [{ first: 100, last: 125 }],
    // Short curves are enough to check formulas.
    conventions: { ...metricConventions(false), annualisesFrom: 0 },
    ...rest,
  };
}

export function metricsOf(rest: Partial<Given> = {}): Metrics {
  return computeMetrics(inputOf(rest));
}

/** Metrics of an equity curve alone. */
export function metricsOfEquity(equity: readonly number[], jesse = false): Metrics {
  return metricsOf(jesse ? { equity, conventions: metricConventions(true) } : { equity });
}
