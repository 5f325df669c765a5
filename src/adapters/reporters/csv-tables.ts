import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import type { JobId } from '../../model/job.ts';
import type { Order } from '../../model/order.ts';
import type { Timestamp } from '../../model/time.ts';
import type { ClosedTrade } from '../../model/trade.ts';
import type { RunEvent } from '../../run/events.ts';
import type { Reporter } from '../../run/ports.ts';
import { makeFolder } from '../system/make-folder.ts';
import { writeWhole } from '../system/write-whole.ts';

/** Columns of rows, by their headings. An empty cell is a value that does not exist. */
type Columns<Row> = Readonly<Record<string, (row: Row) => string | number | boolean | null>>;

/** Columns under Jesse's names; times are ISO 8601 in UTC. */
export const TRADE_COLUMNS: Columns<ClosedTrade> = {
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
  opened_at: (trade) => timeText(trade.openedAt),
  closed_at: (trade) => timeText(trade.closedAt),
  holding_period: (trade) => trade.holdingPeriod,
};

/** Columns of orders, named as those of trades. */
export const ORDER_COLUMNS: Columns<Order> = {
  id: (order) => order.id,
  exchange: (order) => order.exchange,
  symbol: (order) => order.symbol,
  side: (order) => order.side,
  type: (order) => order.type,
  reduce_only: (order) => order.reduceOnly,
  qty: (order) => order.qty,
  price: (order) => order.price,
  submitted_via: (order) => order.submittedVia,
  status: (order) => order.status,
  filled_qty: (order) => order.filledQty,
  fill_price: (order) => order.fillPrice,
  fee: (order) => order.fee,
  created_at: (order) => timeText(order.createdAt),
  executed_at: (order) => timeText(order.executedAt),
  canceled_at: (order) => timeText(order.canceledAt),
};

function timeText(time: Timestamp | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}

/** Path of the file of a backtest. */
type PathOf = (jobId: JobId) => string;

/** Writes the closed trades of every finished backtest into a CSV file of its own. */
export function createTradesReporter(pathOf: PathOf): Reporter {
  return new CsvReporter(pathOf, ({ trades }) => csvOf(TRADE_COLUMNS, trades()));
}

/** Writes every order of every finished backtest into a CSV file of its own. */
export function createOrdersReporter(pathOf: PathOf): Reporter {
  return new CsvReporter(pathOf, ({ orders }) => csvOf(ORDER_COLUMNS, orders?.() ?? []));
}

type Finished = Extract<RunEvent, { type: 'job-finished' }>;

class CsvReporter implements Reporter {
  readonly readsTrades = true;
  readonly #pathOf: PathOf;
  readonly #contentOf: (event: Finished) => string;

  constructor(pathOf: PathOf, contentOf: (event: Finished) => string) {
    this.#pathOf = pathOf;
    this.#contentOf = contentOf;
  }

  on(event: RunEvent): void {
    if (event.type !== 'job-finished' || event.outcome.status !== 'done') return;
    const path = this.#pathOf(event.job.id);
    // A resumed run has the files of the backtests it found done.
    if (existsSync(path)) return;
    makeFolder(dirname(path), 0o700);
    writeWhole(path, this.#contentOf(event), { mode: 0o600 });
  }

  async close(): Promise<void> {}
}

function csvOf<Row>(columns: Columns<Row>, rows: readonly Row[]): string {
  const cells = rows.map((row) => Object.values(columns).map((read) => cellOf(read(row))));
  return stringify([Object.keys(columns), ...cells]);
}

/** Formula injection: a spreadsheet evaluates text that begins so, unless an apostrophe precedes it. */
const FORMULA = /^[=+\-@\t\r]/;

function cellOf(value: string | number | boolean | null): string {
  if (value === null) return '';
  return typeof value === 'string' && FORMULA.test(value) ? `'${value}` : String(value);
}
