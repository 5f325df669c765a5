import type { Job } from '../model/job.ts';
import type { EngineStep, LogLevel } from '../model/logging.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Timestamp } from '../model/time.ts';
import type { RowOf } from '../run/coordinator/report-of.ts';
import type { Fact, JobList, LineFact, RunEvent } from '../run/events.ts';
import type { JobReport, Report } from '../run/report.ts';
import { EMPTY_RUN, foldEvent, type RunState } from '../run/state.ts';

/** Lines of logs and warnings that a page keeps; twice as many before the older half goes. */
const MOST_LINES = 2_000;
/** Characters of a line that a page gets; the folder of the run has more. */
const MOST_CHARACTERS = 2_000;

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

/** Events of a run without what cannot be sent: the list of jobs, and trades that are decoded on demand. */
export type WireEvent =
  | (Omit<Extract<RunEvent, { type: 'run-started' }>, 'run'> & { readonly run: WireRun })
  | (Omit<Extract<RunEvent, { type: 'job-finished' }>, 'trades' | 'orders'> & { readonly row: JobReport })
  | Exclude<RunEvent, { type: 'run-started' } | { type: 'job-finished' }>;

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
  | { readonly kind: 'events'; readonly run: string; readonly events: readonly WireEvent[] };

/** The view after one more event. Arrays grow in place: a run of thousands of jobs would copy them for each. */
export function foldView(view: RunView, event: WireEvent): RunView {
  const state = foldEvent(view.state, runEventOf(event));
  switch (event.type) {
    case 'run-started':
      return { ...EMPTY_VIEW, rows: [], warnings: [], logs: [], state };
    case 'job-finished':
      return { ...view, state, rows: added(view.rows, event.row) };
    case 'job-facts':
      return { ...view, state, logs: event.facts.reduce((logs, fact) => withFact(logs, event.jobId, fact), view.logs) };
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
    case 'run-stopping':
      return { ...view, state };
  }
}

function withFact(logs: readonly LogLine[], jobId: string, fact: Fact): readonly LogLine[] {
  return fact.kind === 'plotted' ? logs : addedLine(logs, lineOf(jobId, fact));
}

/** One line of what a session told. */
export function lineOf(jobId: string, fact: LineFact): LogLine {
  const { time } = fact;
  switch (fact.kind) {
    case 'log':
      return { jobId, time, level: fact.level, step: null, text: cut(fact.message) };
    case 'trace':
      return { jobId, time, level: 'debug', step: fact.step, text: cut(fact.message) };
    case 'published':
      return {
        jobId,
        time,
        level: 'event',
        step: null,
        text: cut(`${fact.event} ${JSON.stringify(fact.value) ?? ''}`),
      };
  }
}

function cut(text: string): string {
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}...` : text;
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

/** The event as it is sent, with the row of a job that ended. */
export function wireEventOf(event: RunEvent, rowOf: RowOf): WireEvent {
  if (event.type === 'run-started') return { ...event, run: { ...event.run, jobs: event.run.jobs.length } };
  if (event.type === 'job-facts') return { ...event, facts: event.facts.map(shortFact) };
  if (event.type !== 'job-finished') return event;
  const { type, at, job, outcome, attempts, replayed } = event;
  const row = rowOf(job, outcome.status === 'cancelled' ? null : { outcome, attempts, impurities: [] });
  return { type, at, job, outcome: countedOutcome(outcome), attempts, replayed, row };
}

function shortFact(fact: Fact): Fact {
  const isLong = (fact.kind === 'log' || fact.kind === 'trace') && fact.message.length > MOST_CHARACTERS;
  return isLong ? { ...fact, message: cut(fact.message) } : fact;
}

/** The outcome as far as the fold counts it: metrics are in the row, and equity is asked for with a backtest. */
function countedOutcome(outcome: Outcome): Outcome {
  return outcome.status === 'done' ? { ...outcome, result: { ...outcome.result, metrics: {}, equity: [] } } : outcome;
}

/** The event for the fold, which asks a run for the number of its jobs only. */
function runEventOf(event: WireEvent): RunEvent {
  if (event.type === 'run-started') return { ...event, run: { ...event.run, jobs: countOf(event.run.jobs) } };
  return event.type === 'job-finished' ? { ...event, trades: () => [] } : event;
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
  return message.events.reduce(foldView, view);
}

/** The view that was sent. */
function viewOf(wire: WireView): RunView {
  const { run } = wire.state;
  return { ...wire, state: { ...wire.state, run: run === null ? null : { ...run, jobs: countOf(run.jobs) } } };
}
