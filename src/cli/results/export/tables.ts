import type { ReadEntry, StoredRun } from '../../../adapters/runs/stored-run.ts';
import type { TableCell, TableColumn } from '../../../adapters/table-files/table-file.ts';
import { METRICS } from '../../../metrics/index.ts';
import type { Job } from '../../../model/job.ts';
import type { Order } from '../../../model/order.ts';
import type { ParameterValue } from '../../../model/parameter.ts';
import type { ClosedTrade } from '../../../model/trade.ts';
import { positionOf } from '../../../run/plan/job-id.ts';
import type { JournalEntry } from '../../../run/ports.ts';
import { strategiesLabel } from '../../../run/text/labels.ts';
import { allParameters } from '../show/settings.ts';

/** A column, and its cell in the row of an item. */
interface Field<Item> extends TableColumn {
  readonly cell: (item: Item) => TableCell;
}

/** The columns of a table, and its rows. */
export interface Table<Item> {
  readonly columns: readonly TableColumn[];
  row(item: Item): readonly TableCell[];
}

function tableOf<Item>(fields: readonly Field<Item>[]): Table<Item> {
  return { columns: fields, row: (item) => fields.map(({ cell }) => cell(item)) };
}

function field<Item>(name: string, type: TableColumn['type'], cell: (item: Item) => TableCell): Field<Item> {
  return { name, type, cell };
}

/** An item of a job. */
interface OfJob<Item> {
  readonly jobId: string;
  readonly item: Item;
}

/** A row a job; `entry` is null for a job that was not played to its end. */
export type JobRow = Pick<ReadEntry, 'job'> & { readonly entry: JournalEntry | null };

/** The table of jobs: settings, every parameter and every metric in a column of its own. */
export function jobsTable(run: StoredRun): Table<JobRow> {
  const metrics = METRICS.map(({ name }) =>
    field<JobRow>(name, 'number', ({ entry }) => {
      const value = entry?.outcome.status === 'done' ? entry.outcome.result.metrics[name] : undefined;
      return value ?? null;
    }),
  );
  return tableOf([
    field<JobRow>('job_id', 'text', ({ job }) => job.id),
    field<JobRow>('position', 'integer', ({ job }) => positionOf(job.id)),
    field<JobRow>('status', 'text', ({ entry }) => entry?.outcome.status ?? 'cancelled'),
    field<JobRow>('strategy', 'text', ({ job }) => strategiesLabel(job.routes)),
    field<JobRow>('exchange', 'text', ({ job }) => job.exchange.name),
    field<JobRow>('symbols', 'text', ({ job }) => job.routes.map(({ symbol }) => symbol).join('+')),
    field<JobRow>('timeframes', 'text', ({ job }) => job.routes.map(({ timeframe }) => timeframe).join('+')),
    field<JobRow>('from', 'time', ({ job }) => job.from),
    field<JobRow>('to', 'time', ({ job }) => job.to),
    field<JobRow>('warmup_minutes', 'integer', ({ job }) => job.warmupMinutes),
    field<JobRow>('balance', 'number', ({ job }) => job.exchange.balance),
    field<JobRow>('fee_rate', 'number', ({ job }) => job.exchange.fee),
    field<JobRow>('leverage', 'number', ({ job }) => job.exchange.leverage),
    field<JobRow>('slippage', 'number', ({ job }) => job.fills.slippage),
    field<JobRow>('seed', 'number', ({ job }) => job.seed),
    field<JobRow>('hash', 'text', ({ entry }) => (entry?.outcome.status === 'done' ? entry.outcome.result.hash : null)),
    field<JobRow>('seconds', 'number', ({ entry }) => entry?.outcome.seconds ?? null),
    field<JobRow>('error_code', 'text', ({ entry }) => failureOf(entry)?.code ?? null),
    field<JobRow>('error_message', 'text', ({ entry }) => failureOf(entry)?.message ?? null),
    ...parameterFields(run),
    ...metrics,
  ]);
}

function failureOf(entry: JournalEntry | null) {
  return entry?.outcome.status === 'failed' ? entry.outcome.failure : null;
}

function parameterFields(run: StoredRun): readonly Field<JobRow>[] {
  const types = new Map<string, TableColumn['type']>();
  for (const job of run.jobs) {
    for (const [name, value] of Object.entries(allParameters(run, job))) {
      const [known, type] = [types.get(name), typeOf(value)];
      types.set(name, known === undefined || known === type ? type : 'text');
    }
  }
  return [...types].map(([name, type]) =>
    field<JobRow>(`parameter_${name}`, type, ({ job }) => parameterOf(run, job, name, type)),
  );
}

function typeOf(value: ParameterValue): TableColumn['type'] {
  if (typeof value === 'number') return 'number';
  return typeof value === 'boolean' ? 'boolean' : 'text';
}

function parameterOf(run: StoredRun, job: Job, name: string, type: TableColumn['type']): TableCell {
  const value = allParameters(run, job)[name];
  if (value === undefined) return null;
  return type === 'text' ? String(value) : value;
}

type TradeRow = OfJob<ClosedTrade>;

export const TRADES: Table<TradeRow> = tableOf([
  field<TradeRow>('job_id', 'text', ({ jobId }) => jobId),
  field<TradeRow>('trade_id', 'integer', ({ item }) => item.id),
  field<TradeRow>('strategy', 'text', ({ item }) => item.strategyName),
  field<TradeRow>('symbol', 'text', ({ item }) => item.symbol),
  field<TradeRow>('timeframe', 'text', ({ item }) => item.timeframe),
  field<TradeRow>('side', 'text', ({ item }) => item.type),
  field<TradeRow>('qty', 'number', ({ item }) => item.qty),
  field<TradeRow>('entry_price', 'number', ({ item }) => item.entryPrice),
  field<TradeRow>('exit_price', 'number', ({ item }) => item.exitPrice),
  field<TradeRow>('size', 'number', ({ item }) => item.size),
  field<TradeRow>('leverage', 'number', ({ item }) => item.leverage),
  field<TradeRow>('fee', 'number', ({ item }) => item.fee),
  field<TradeRow>('pnl', 'number', ({ item }) => item.pnl),
  field<TradeRow>('pnl_percentage', 'number', ({ item }) => item.pnlPercentage),
  field<TradeRow>('opened_at', 'time', ({ item }) => item.openedAt),
  field<TradeRow>('closed_at', 'time', ({ item }) => item.closedAt),
  field<TradeRow>('holding_seconds', 'number', ({ item }) => item.holdingPeriod),
]);

type OrderRow = OfJob<Order>;

export const ORDERS: Table<OrderRow> = tableOf([
  field<OrderRow>('job_id', 'text', ({ jobId }) => jobId),
  field<OrderRow>('order_id', 'integer', ({ item }) => item.id),
  field<OrderRow>('symbol', 'text', ({ item }) => item.symbol),
  field<OrderRow>('side', 'text', ({ item }) => item.side),
  field<OrderRow>('type', 'text', ({ item }) => item.type),
  field<OrderRow>('status', 'text', ({ item }) => item.status),
  field<OrderRow>('submitted_via', 'text', ({ item }) => item.submittedVia),
  field<OrderRow>('reduce_only', 'boolean', ({ item }) => item.reduceOnly),
  field<OrderRow>('qty', 'number', ({ item }) => item.qty),
  field<OrderRow>('price', 'number', ({ item }) => item.price),
  field<OrderRow>('filled_qty', 'number', ({ item }) => item.filledQty),
  field<OrderRow>('fill_price', 'number', ({ item }) => item.fillPrice),
  field<OrderRow>('fee', 'number', ({ item }) => item.fee),
  field<OrderRow>('created_at', 'time', ({ item }) => item.createdAt),
  field<OrderRow>('executed_at', 'time', ({ item }) => item.executedAt),
  field<OrderRow>('canceled_at', 'time', ({ item }) => item.canceledAt),
]);

type EquityRow = OfJob<{ readonly time: number; readonly equity: number }>;

export const EQUITY: Table<EquityRow> = tableOf([
  field<EquityRow>('job_id', 'text', ({ jobId }) => jobId),
  field<EquityRow>('time', 'time', ({ item }) => item.time),
  field<EquityRow>('equity', 'number', ({ item }) => item.equity),
]);
