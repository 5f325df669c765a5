import type { ChartBars, EmbeddedRun, EmbeddedSession } from '../../dashboard/session.ts';
import type { Job } from '../../model/job.ts';
import type { ClosedTrade } from '../../model/trade.ts';
import type { SharedInputs } from '../../run/ports.ts';
import type { JobReport } from '../../run/report.ts';
import { drawnTimeframe, marketOf } from './session-view.ts';

/** Trades of a backtest; null where they are not kept. */
interface KeptTrades {
  readonly job: Job;
  readonly trades: readonly ClosedTrade[];
  readonly candles: SharedInputs['candles'];
}

export type TradesOf = (row: JobReport) => KeptTrades | null;

/** Room for candles and trades, in characters. */
const MOST_TEXT = 550_000;
const MOST_BARS = 3_000;

/** Candles and trades of the best backtests, as many as there is room for; backtests share candles. */
export function embeddedSessions(
  rows: readonly JobReport[],
  tradesOf: TradesOf,
): Pick<EmbeddedRun, 'bars' | 'sessions'> {
  const bars: Record<string, ChartBars> = {};
  const sessions: Record<string, EmbeddedSession> = {};
  let room = MOST_TEXT;
  for (const row of rows) {
    if (row.status !== 'done') continue;
    const kept = tradesOf(row);
    if (kept === null) continue;
    const { job, candles } = kept;
    const added: Record<string, ChartBars> = {};
    const markets = job.routes.map((route) => {
      const timeframe = drawnTimeframe(route.timeframe, job, MOST_BARS);
      const name = `${job.exchange.name} ${route.symbol} ${timeframe} ${row.from} ${row.to}`;
      if (bars[name] === undefined) added[name] = marketOf(job, route, candles, MOST_BARS).bars;
      return { symbol: route.symbol, timeframe, bars: name };
    });
    const session = { markets, trades: kept.trades.map(briefTrade) };
    room -= JSON.stringify([added, session]).length;
    if (room < 0) break;
    Object.assign(bars, added);
    sessions[row.id] = session;
  }
  return { bars, sessions };
}

/** A trade with the orders that a page shows: its last exit, its stops and its targets. */
function briefTrade(trade: ClosedTrade): ClosedTrade {
  const last = trade.orders.filter(({ executedAt }) => executedAt !== null).at(-1);
  return { ...trade, orders: trade.orders.filter((order) => order === last || order.submittedVia !== null) };
}
