import {
  type DrawdownPeriod,
  drawdownPeriods,
  type EquityPoint,
  type ExitReason,
  equityMetrics,
  equityPoints,
  exitReasonOf,
  heldEquity,
  type MonthReturn,
  metricConventions,
  monthlyReturns,
  partsOf,
  type TradesPart,
} from '../../../metrics/index.ts';
import { JbtError } from '../../../model/errors.ts';
import { marketKey } from '../../../model/market.ts';
import type { Metrics } from '../../../model/metrics.ts';
import type { Result } from '../../../model/outcome.ts';
import type { ClosedTrade } from '../../../model/trade.ts';
import type { JournalEntry } from '../../../run/ports.ts';
import type { Io } from '../../command.ts';
import { loadReplay, type ReplayInputs } from '../../replay/inputs.ts';
import { Replay } from '../../replay/replay.ts';
import type { Chosen } from './choose.ts';

/** A trade, and the reason of its end. */
export interface ShownTrade extends Omit<ClosedTrade, 'orders'> {
  readonly exit: ExitReason;
}

/** Trades of a backtest in groups. */
interface TradeParts {
  readonly exits: readonly TradesPart[];
  readonly sides: readonly TradesPart[];
  readonly symbols: readonly TradesPart[];
}

/** All of one finished backtest. */
export interface Backtest {
  readonly result: Result;
  /** Metrics of holding the traded markets meanwhile; null without their candles. */
  readonly held: Metrics | null;
  readonly equity: readonly EquityPoint[];
  readonly months: readonly MonthReturn[];
  readonly drawdowns: readonly DrawdownPeriod[];
  /** Null when the trades could not be had again. */
  readonly parts: TradeParts | null;
  readonly trades: readonly ShownTrade[];
  /** The reason why there are no trades, in words. */
  readonly missing: string | null;
}

/** Gathers a backtest from its outcome, and plays it again for its trades. */
export async function gatherBacktest(chosen: Chosen, entry: JournalEntry, result: Result, io: Io): Promise<Backtest> {
  const { job } = chosen;
  const inputs = await inputsOf(chosen, io);
  const replayed = typeof inputs === 'string' ? null : await new Replay(inputs).play(chosen.run, job, entry);
  const evidence = replayed?.kind === 'same' ? replayed.evidence : null;
  const equity = equityPoints(result.equity.length > 0 ? result.equity : (evidence?.equity ?? []), job.from, job.to);
  const isLiquidated = replayed?.kind === 'same' ? replayed.isLiquidated : () => false;
  const trades = (evidence?.trades ?? []).map(({ orders, ...trade }) => {
    return { ...trade, exit: exitReasonOf({ ...trade, orders }, { endedAt: job.to, isLiquidated }) };
  });
  return {
    result,
    held: typeof inputs === 'string' || equity.length < 2 ? null : heldMetrics(chosen, inputs, equity),
    equity,
    months: monthlyReturns(equity),
    drawdowns: drawdownPeriods(equity),
    parts: evidence === null ? null : tradeParts(trades),
    trades,
    missing: missingText(inputs, replayed?.kind === 'changed' ? replayed.reason : null),
  };
}

/** Strategies and candles of the job, or the reason why they are gone. */
async function inputsOf({ run, job }: Chosen, io: Io): Promise<ReplayInputs | string> {
  try {
    return await loadReplay(run, [job], io);
  } catch (error) {
    if (error instanceof JbtError) return error.message;
    throw error;
  }
}

function missingText(inputs: ReplayInputs | string, changed: string | null): string | null {
  if (typeof inputs === 'string') return `it cannot be played again: ${inputs}`;
  return changed === null ? null : `played again it has another result than in its run: ${changed}`;
}

function heldMetrics({ job }: Chosen, { candles }: ReplayInputs, equity: readonly EquityPoint[]): Metrics {
  const symbols = [...new Set(job.routes.map(({ symbol }) => symbol))];
  const markets = symbols.map((symbol) => candles[marketKey({ exchange: job.exchange.name, symbol })]);
  const times = equity.map(({ time }) => time);
  return equityMetrics(heldEquity(markets, times, job.exchange.balance), metricConventions(job.compat === 'jesse'));
}

function tradeParts(trades: readonly ShownTrade[]): TradeParts {
  return {
    exits: partsOf(trades, ({ exit }) => exit),
    sides: partsOf(trades, ({ type }) => type),
    symbols: partsOf(trades, ({ symbol }) => symbol),
  };
}
