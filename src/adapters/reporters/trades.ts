import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import type { JobId } from '../../model/job.ts';
import type { ClosedTrade } from '../../model/trade.ts';
import type { RunEvent } from '../../run/events.ts';
import type { Reporter } from '../../run/ports.ts';
import { writeWhole } from '../system/write-whole.ts';

/** Columns under Jesse's names; times are ISO 8601 in UTC. */
const COLUMNS: Readonly<Record<string, (trade: ClosedTrade) => string | number>> = {
  id: (trade) => trade.id,
  strategy_name: (trade) => trade.strategyName,
  exchange: (trade) => trade.exchange,
  symbol: (trade) => trade.symbol,
  timeframe: (trade) => trade.timeframe,
  type: (trade) => trade.type,
  qty: (trade) => trade.qty,
  entry_price: (trade) => trade.entryPrice,
  exit_price: (trade) => trade.exitPrice,
  size: (trade) => trade.size,
  leverage: (trade) => trade.leverage,
  fee: (trade) => trade.fee,
  PNL: (trade) => trade.pnl,
  PNL_percentage: (trade) => trade.pnlPercentage,
  opened_at: (trade) => new Date(trade.openedAt).toISOString(),
  closed_at: (trade) => new Date(trade.closedAt).toISOString(),
  holding_period: (trade) => trade.holdingPeriod,
};

/** Writes the closed trades of every finished backtest into a CSV file at `pathOf(job id)`. */
export function createTradesReporter(pathOf: (jobId: JobId) => string): Reporter {
  return new TradesReporter(pathOf);
}

class TradesReporter implements Reporter {
  readonly readsTrades = true;
  readonly #pathOf: (jobId: JobId) => string;

  constructor(pathOf: (jobId: JobId) => string) {
    this.#pathOf = pathOf;
  }

  on(event: RunEvent): void {
    if (event.type !== 'job-finished' || event.outcome.status !== 'done') return;
    const path = this.#pathOf(event.job.id);
    // A resumed run has the files of the backtests it found done.
    if (existsSync(path)) return;
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeWhole(path, csvOf(event.trades()), { mode: 0o600 });
  }

  async close(): Promise<void> {}
}

function csvOf(trades: readonly ClosedTrade[]): string {
  const rows = trades.map((trade) => Object.values(COLUMNS).map((read) => cellOf(read(trade))));
  return stringify([Object.keys(COLUMNS), ...rows]);
}

/** Formula injection: a spreadsheet evaluates text that begins so, unless an apostrophe precedes it. */
const FORMULA = /^[=+\-@\t\r]/;

function cellOf(value: string | number): string {
  return typeof value === 'string' && FORMULA.test(value) ? `'${value}` : String(value);
}
