import { JbtError } from '../model/errors.ts';
import type { Order } from '../model/order.ts';
import type { ClosedTrade } from '../model/trade.ts';
import type { BatchInput } from '../run/batch/schema.ts';
import type { JobReport } from '../run/report.ts';
import type { BatchOptions } from './options.ts';
import { prepare } from './run.ts';

/** One entry of a batch that makes one backtest. */
export type BacktestInput = BatchInput['backtests'][number];

/** The result of one backtest on stored candles. */
export interface BacktestResult {
  /** Its row in the report, with metrics and hash. */
  readonly row: JobReport;
  /** In closing order. */
  readonly trades: readonly ClosedTrade[];
  readonly orders: readonly Order[];
}

/**
 * Plays one backtest on the candles of the project. Throws JbtError for an entry that makes several backtests, and with the
 * code of its failure when the backtest fails.
 */
export async function backtest(input: BacktestInput, options: BatchOptions = {}): Promise<BacktestResult> {
  // A result of the cache has its trades as well; only a run that goes on does not.
  await using run = await prepare({ backtests: [input] }, { ...options, fresh: options.fresh ?? true });
  if (run.jobs.length !== 1)
    throw new JbtError('InvalidBatch', `found ${run.jobs.length} backtests, allowed: one; runBatch plays several`);
  let result: BacktestResult | null = null;
  for await (const event of run.events()) {
    if (event.type !== 'job-finished') continue;
    if (event.row.error !== null) throw new BacktestFailed(event.row.error);
    result = { row: event.row, trades: event.trades(), orders: event.orders() };
  }
  await run.finished;
  if (result === null) throw new JbtError('WorkersExhausted', 'the backtest was cancelled');
  return result;
}

/** A backtest that failed: `code` and the strategy's own stack. */
export class BacktestFailed extends Error {
  override readonly name = 'BacktestFailed';
  readonly code: string;

  constructor({ code, message, stack }: NonNullable<JobReport['error']>) {
    super(`${code}: ${message}`);
    this.code = code;
    if (stack !== null) this.stack = stack;
  }
}
