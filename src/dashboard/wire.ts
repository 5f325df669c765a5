import type { Job } from '../model/job.ts';
import type { EngineStep, LogLevel } from '../model/logging.ts';
import type { Outcome } from '../model/outcome.ts';
import { parseDate, type Timestamp } from '../model/time.ts';
import type { RowOf } from '../run/coordinator/report-of.ts';
import type { Fact, JobList, LineFact, RunEvent } from '../run/events.ts';
import type { JobReport, Report } from '../run/report.ts';
import { EMPTY_RUN, foldEvent, type RunState } from '../run/state.ts';

/** Lines of logs and warnings that a page keeps; twice as many before the older half goes. */
const MOST_LINES = 2_000;
/** Characters of a line that a page gets; the folder of the run has more. */
const MOST_CHARACTERS = 2_000;

/** Rows that a page keeps: more than these are no table that anybody reads. */
export const MOST_ROWS = 50_000;

/** A line of a log as a page shows it. */
export interface LogLine {
  readonly jobId: string;
  /** Simulation time. */
  readonly time: Timestamp;
  readonly level: LogLevel | 'event';
  /** Kind of a step of the engine; null for a line of the strategy. */
  readonly step: EngineStep | null;
  readonly text: string;
}

/** A warning of a run. */
interface Warning {
  readonly at: Timestamp;
  readonly message: string;
}

/** Everything that a page shows of one run. */
export interface RunView {
  readonly state: RunState;
  /** Rows of the jobs that have ended, in the order of their ends; of a report, in the order of the batch. */
  readonly rows: readonly JobReport[];
  readonly warnings: readonly Warning[];
  readonly logs: readonly LogLine[];
  /** Null while the run is under way. */
  readonly report: Report | null;
}

export const EMPTY_VIEW: RunView = { state: EMPTY_RUN, rows: [], warnings: [], logs: [], report: null };

/** A view to begin with, whose arrays may grow in place. */
export function freshView(): RunView {
  return { ...EMPTY_VIEW, rows: [], warnings: [], logs: [] };
}

/** Events of a run as they are sent. A job that ended is its row, and the end of the run has no rows. */
export type WireEvent =
  | (Omit<Extract<RunEvent, { type: 'run-started' }>, 'run'> & { readonly run: WireRun })
  | {
      readonly type: 'job-finished';
      readonly at: Timestamp;
      readonly row: JobReport;
      readonly replayed: boolean;
      /** Candles that were played. */
      readonly candles: number;
    }
  | (Omit<Extract<RunEvent, { type: 'job-facts' }>, 'facts'> & { readonly lines: readonly LogLine[] })
  | Exclude<RunEvent, { type: 'run-started' } | { type: 'job-finished' } | { type: 'job-facts' }>;

/** A run with the number of its jobs in place of the jobs. */
type WireRun = Omit<NonNullable<RunState['run']>, 'jobs'> & { readonly jobs: number };

/** A view of a run as it is sent. */
export type WireView = Omit<RunView, 'state'> & {
  readonly state: Omit<RunState, 'run'> & { readonly run: WireRun | null };
};

/** Messages of the server about one run. The view comes first; events continue it. */
export type ServerMessage =
  | { readonly kind: 'view'; readonly run: string; readonly view: WireView }
  | { readonly kind: 'rows'; readonly run: string; readonly rows: readonly JobReport[] }
  | { readonly kind: 'events'; readonly run: string; readonly events: readonly WireEvent[] }
  /** Tells if the server reaches the source of the run. */
  | { readonly kind: 'source'; readonly run: string; readonly isReached: boolean };

/** The view after one more event. Arrays grow in place: a run of thousands of jobs would copy them for each. */
export function foldView(view: RunView, event: WireEvent): RunView {
  const state = foldEvent(view.state, runEventOf(event));
  switch (event.type) {
    case 'run-started':
      return { ...freshView(), state };
    case 'job-finished':
      return { ...view, state, rows: view.rows.length < MOST_ROWS ? added(view.rows, event.row) : view.rows };
    case 'job-facts':
      return { ...view, state, logs: event.lines.reduce(addedLine, view.logs) };
    case 'warning':
      return { ...view, state, warnings: addedLine(view.warnings, { at: event.at, message: event.message }) };
    case 'job-retried':
      return {
        ...view,
        state,
        warnings: addedLine(view.warnings, {
          at: event.at,
          message: `${event.jobId} is played again: ${event.reason}`,
        }),
      };
    case 'run-finished':
      return { ...view, state, report: event.report };
    case 'job-started':
    case 'progress':
    case 'workers':
    case 'run-stopping':
      return { ...view, state };
  }
}

/** Lines of what a session told. */
export function logLinesOf(jobId: string, facts: readonly Fact[]): readonly LogLine[] {
  return facts.flatMap((fact) => (fact.kind === 'plotted' ? [] : [lineOf(jobId, fact)]));
}

function lineOf(jobId: string, fact: LineFact): LogLine {
  const { time } = fact;
  switch (fact.kind) {
    case 'log':
      return { jobId, time, level: fact.level, step: null, text: cut(fact.message) };
    case 'trace':
      return { jobId, time, level: 'debug', step: fact.step, text: cut(fact.message) };
    case 'published':
      return { jobId, time, level: 'event', step: null, text: cut(`${fact.event} ${jsonOf(fact.value)}`) };
  }
}

function cut(text: string): string {
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}...` : text;
}

/** Strategies publish what they like, such as circles. */
function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return '(no JSON)';
  }
}

/** Adds in place. */
function added<Item>(items: readonly Item[], item: Item): readonly Item[] {
  (items as Item[]).push(item);
  return items;
}

/** Adds a line in place, and forgets the oldest ones. */
function addedLine<Line>(lines: readonly Line[], line: Line): readonly Line[] {
  const list = lines as Line[];
  list.push(line);
  if (list.length >= 2 * MOST_LINES) list.splice(0, list.length - MOST_LINES);
  return list;
}

/** The event as it is sent. */
export function wireEventOf(event: RunEvent, rowOf: RowOf): WireEvent {
  switch (event.type) {
    case 'run-started':
      return { ...event, run: { ...event.run, jobs: event.run.jobs.length } };
    case 'job-finished': {
      const { type, at, job, outcome, attempts, replayed } = event;
      const row = rowOf(job, outcome.status === 'cancelled' ? null : { outcome, attempts, impurities: [] });
      return { type, at, row, replayed, candles: outcome.status === 'done' ? outcome.result.candles : 0 };
    }
    case 'run-finished':
      // Thousands of rows were sent one by one.
      return { ...event, report: { ...event.report, jobs: [] } };
    case 'job-facts': {
      const { type, at, jobId, facts } = event;
      return { type, at, jobId, lines: logLinesOf(jobId, facts) };
    }
    case 'job-started':
    case 'progress':
    case 'workers':
    case 'job-retried':
    case 'warning':
    case 'run-stopping':
      return event;
  }
}

/** The event for the fold, which asks a run for the number of its jobs only, and counts outcomes. */
function runEventOf(event: WireEvent): RunEvent {
  if (event.type === 'run-started') return { ...event, run: { ...event.run, jobs: countOf(event.run.jobs) } };
  if (event.type === 'job-facts') return { ...event, facts: [] };
  if (event.type !== 'job-finished') return event;
  const { type, at, row, replayed, candles } = event;
  return {
    ...{ type, at, replayed, attempts: row.attempts, trades: () => [] },
    job: { ...row, from: parseDate(row.from) ?? 0, to: parseDate(row.to) ?? 0 },
    outcome: outcomeOf(row, candles),
  };
}

function outcomeOf({ id: jobId, seconds, status, error, hash, trades }: JobReport, candles: number): Outcome {
  if (status === 'done') {
    const result = { hash: hash ?? '', metrics: {}, trades, equity: [], candles, orders: 0 };
    return { status, jobId, seconds, result };
  }
  return error === null
    ? { status: 'cancelled', jobId, seconds }
    : { status: 'failed', jobId, seconds, failure: error };
}

function countOf(length: number): JobList {
  return { length, at: () => undefined, [Symbol.iterator]: () => [][Symbol.iterator]() as Iterator<Job> };
}

/** The view as it is sent. */
export function wireViewOf(view: RunView): WireView {
  const { run } = view.state;
  return { ...view, state: { ...view.state, run: run === null ? null : { ...run, jobs: run.jobs.length } } };
}

/** The view after one more message. */
export function applyMessage(view: RunView, message: ServerMessage): RunView {
  if (message.kind === 'view') return viewOf(message.view);
  if (message.kind === 'rows') return { ...view, rows: [...view.rows, ...message.rows] };
  return message.kind === 'events' ? message.events.reduce(foldView, view) : view;
}

/** The view that was sent. A run of an earlier version may leave parts of its state out. */
function viewOf(wire: WireView): RunView {
  const { run } = wire.state;
  return {
    ...wire,
    state: { ...EMPTY_RUN, ...wire.state, run: run === null ? null : { ...run, jobs: countOf(run.jobs) } },
  };
}
