import type { Job } from '../../../model/job.ts';
import type { Failure, Result } from '../../../model/outcome.ts';
import { DAY, MINUTE } from '../../../model/time.ts';
import {
  type LineFact,
  type LogFact,
  type PublishedFact,
  type RunDescription,
  type RunEvent,
  sessionIdOf,
  type TraceFact,
} from '../../../run/events.ts';
import { strategyLabel } from '../../../run/text/labels.ts';
import type { Message, Rank } from './message.ts';
import type { BacktestException, CandlesInfo, LogRecord, RouteInfo, SessionPayloads } from './payloads.ts';
import { tradeRecords, tradesBytes } from './trade-records.ts';
import { valueBytes } from './value-bytes.ts';

export type Finished = Extract<RunEvent, { type: 'job-finished' }>;

/** Estimated memory of messages. */
const SMALL_BYTES = 500;
const METRICS_BYTES = 2_000;

/** The messages of one backtest: Jesse's names, payloads and order. */
export class SessionMessages {
  readonly #id: string;
  readonly #job: Job;
  readonly #debug: boolean;
  readonly #tellsTrades: boolean;

  constructor(run: RunDescription, job: Job, tellsTrades: boolean) {
    this.#id = sessionIdOf(run, job.id);
    this.#job = job;
    this.#debug = run.debug;
    this.#tellsTrades = tellsTrades;
  }

  started(): Message[] {
    return [
      this.#message('general_info', 'outcome', () => {
        return { session_id: this.#id, debug_mode: this.#debug ? 'True' : 'False' };
      }),
      this.#message('candles_info', 'outcome', () => candlesPayload(this.#job)),
      this.#message('routes_info', 'outcome', () => routesPayload(this.#job)),
    ];
  }

  progress(share: number, secondsLeft: number): Message {
    // 100 comes with the outcome.
    return this.#progressbar('progress', Math.min(99.9, oneDecimal(share * 100)), oneDecimal(secondsLeft));
  }

  /** Jesse has two events for lines, which carry four levels here. */
  line(fact: LineFact): Message {
    if (fact.kind === 'published') return this.#published(fact);
    const record = logRecord(this.#id, fact);
    const name = record.level === 'error' ? 'error_log' : 'info_log';
    return this.#message(name, 'log', () => record, SMALL_BYTES + record.message.length * 2);
  }

  finished({ outcome, trades, replayed }: Finished): Message[] {
    switch (outcome.status) {
      case 'done':
        return this.#done(outcome.result, trades, doneText(outcome.seconds, replayed));
      case 'failed':
        return [this.#exception(outcome.failure)];
      case 'cancelled':
        return [this.#message('termination', 'outcome', () => ({}))];
    }
  }

  #exception(failure: Failure): Message {
    return this.#message('exception', 'outcome', () => exceptionPayload(failure), SMALL_BYTES + valueBytes(failure));
  }

  #done({ metrics, trades: count, orders }: Result, trades: Finished['trades'], alert: string): Message[] {
    const records = () => tradeRecords(this.#id, trades());
    const told: Message = {
      ...this.#message('trades', 'outcome', records, tradesBytes(count, orders)),
      compressed: true,
    };
    return [
      this.#progressbar('outcome', 100, 0),
      this.#message('alert', 'outcome', () => ({ message: alert, type: 'success' })),
      this.#message('hyperparameters', 'outcome', () => Object.entries(this.#job.parameters)),
      this.#message('metrics', 'outcome', () => (count === 0 ? null : metrics), METRICS_BYTES),
      ...(this.#tellsTrades ? [told] : []),
    ];
  }

  #progressbar(rank: Rank, current: number, secondsLeft: number): Message {
    return this.#message('progressbar', rank, () => ({ current, estimated_remaining_seconds: secondsLeft }));
  }

  #published({ event, value, compressed }: PublishedFact): Message {
    const bytes = SMALL_BYTES + valueBytes(value);
    return { id: this.#id, event: `backtest.${event}`, rank: 'log', bytes, compressed, compose: () => value };
  }

  #message<Name extends keyof SessionPayloads>(
    name: Name,
    rank: Rank,
    compose: () => SessionPayloads[Name],
    bytes = SMALL_BYTES,
  ): Message {
    return { id: this.#id, event: `backtest.${name}`, rank, bytes, compressed: false, compose };
  }
}

function oneDecimal(value: number): number {
  return Math.round(value * 10) / 10;
}

function doneText(seconds: number, replayed: boolean): string {
  if (replayed) return 'Took the result of an earlier backtest simulation';
  return `Successfully executed backtest simulation in: ${Math.round(seconds * 100) / 100} seconds`;
}

function logRecord(sessionId: string, fact: LogFact | TraceFact): LogRecord {
  const { id, time, message } = fact;
  const [level, step] = fact.kind === 'log' ? ([fact.level, null] as const) : (['debug', fact.step] as const);
  return { id: String(id), session_id: sessionId, timestamp: time, message, level, step };
}

function exceptionPayload({ code, message, stack }: Failure): BacktestException {
  return { error: `${code}: ${message}`, traceback: stack ?? '' };
}

function routesPayload(job: Job): readonly RouteInfo[] {
  return job.routes.map(({ symbol, timeframe, strategy }) => {
    return { exchange: job.exchange.name, symbol, timeframe, strategy_name: strategyLabel(strategy) };
  });
}

function candlesPayload({ exchange, from, to }: Job): CandlesInfo {
  const leverage = { leverage: exchange.leverage, leverage_mode: exchange.leverageMode };
  return {
    duration: durationText(Math.floor((to - MINUTE - from) / DAY) + 1),
    starting_time: from,
    finishing_time: to,
    exchange_type: exchange.type,
    exchange: exchange.name,
    ...(exchange.type === 'futures' ? leverage : {}),
  };
}

function durationText(days: number): string {
  if (days > 365) return `${days} days (${twoDecimals(days / 365)} years)`;
  return days > 30 ? `${days} days (${twoDecimals(days / 30)} months)` : `${days} days`;
}

/** Python's notation of a rounded float: at least one decimal. */
function twoDecimals(value: number): string {
  return value.toFixed(2).replace(/0$/, '');
}
