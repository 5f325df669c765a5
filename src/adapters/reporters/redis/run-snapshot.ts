import { hostname } from 'node:os';
import { PendingEvents } from '../../../dashboard/server/pending-events.ts';
import {
  foldView,
  freshView,
  type LogLine,
  type RunView,
  type WireEvent,
  wireViewOf,
} from '../../../dashboard/wire.ts';
import type { JobId } from '../../../model/job.ts';
import { type JobReport, MOST_WHOLE } from '../../../run/report.ts';
import {
  EVENTS_FIELD,
  FIELDS,
  FORMAT,
  indexKey,
  keysOf,
  type RunKeys,
  type RunOverview,
  rowField,
} from '../../redis/mirror.ts';
import type { Command } from './connection.ts';

/** Rows that are kept; of more jobs, those that ended first. */
const MOST_ROWS = MOST_WHOLE;
/** Rows of one command, about 800 KB. */
const ROWS_A_COMMAND = 500;
/** Entries that the stream keeps: ten seconds of a busy run. */
const MOST_ENTRIES = 100;
/** Characters of them; what happens between two snapshots stays in any case. */
const MOST_CHARACTERS = 32 * 2 ** 20;
const LEAST_ENTRIES = 20;
/** Runs that the index keeps. */
const MOST_RUNS = 1_000;
/** Time that a run is kept after its last sign of life. */
const KEPT_MS = 24 * 3_600_000;
const ALIVE_MS = 30_000;
/** Snapshots between two of the log, which is written whole. */
const SNAPSHOTS_A_LOG = 5;

/** The state of a run as commands that write it to Redis, in bounded memory. */
export class RunSnapshot {
  readonly #prefix: string;
  /** First part of the ids of events. A run that goes on in another process gets a higher one. */
  readonly #start: number;
  readonly #pending = new PendingEvents();
  /** Rows are beside it. */
  #view = freshView();
  readonly #rows = new Map<JobId, JobReport>();
  readonly #unwritten = new Set<JobId>();
  #event = 0;
  /** Characters of the entries that the stream has. */
  readonly #lengths: number[] = [];
  #snapshots = 0;
  /** The last line of the log that was written. */
  #writtenLog: LogLine | null = null;

  constructor(prefix: string, start: number) {
    this.#prefix = prefix;
    this.#start = start;
  }

  /** Keys of the run; null before it has begun. */
  get keys(): RunKeys | null {
    const { run } = this.#view.state;
    return run === null ? null : keysOf(this.#prefix, run.id);
  }

  get isOver(): boolean {
    return this.#view.report !== null;
  }

  hear(event: WireEvent): void {
    this.#view = { ...foldView(this.#view, event), rows: [] };
    this.#pending.add(event);
    if (event.type !== 'job-finished') return;
    const { row } = event;
    if (this.#rows.size === MOST_ROWS) return;
    this.#rows.set(row.id, row);
    this.#unwritten.add(row.id);
  }

  /** Gives up what was not written: the next snapshot must be whole. */
  drop(): void {
    this.#pending.take();
    this.#unwritten.clear();
  }

  /** The events since the last call; nothing where there are none. */
  events(keys: RunKeys): readonly Command[] {
    const events = this.#pending.take();
    return events.length === 0 ? [] : [this.#append(keys, events)];
  }

  /** The changes since the last snapshot. All events up to here must be written before. */
  changes(keys: RunKeys): readonly Command[] {
    const rows = this.#fieldsOf([...this.#unwritten]);
    this.#unwritten.clear();
    return [
      ['HSET', keys.hash, ...rows, ...this.#logFields(), ...this.#viewFields()],
      ['PEXPIRE', keys.hash, KEPT_MS],
      ['PEXPIRE', keys.events, KEPT_MS],
      this.isOver ? ['DEL', keys.alive] : ['SET', keys.alive, '1', 'PX', ALIVE_MS],
    ];
  }

  /** Everything, in place of what is there, in groups of which none is large. Readers wait for the last one. */
  *whole(keys: RunKeys): Generator<readonly Command[]> {
    this.drop();
    const ids = [...this.#rows.keys()];
    yield [['DEL', keys.hash, keys.events], ...this.#indexing()];
    for (let from = 0; from < ids.length; from += ROWS_A_COMMAND) {
      const fields = this.#fieldsOf(ids.slice(from, from + ROWS_A_COMMAND));
      if (fields.length > 0) yield [['HSET', keys.hash, ...fields]];
    }
    // The view counts what happened meanwhile.
    this.#pending.take();
    this.#writtenLog = null;
    yield [this.#append(keys, []), ...this.changes(keys)];
  }

  #append(keys: RunKeys, events: readonly WireEvent[]): Command {
    this.#event += 1;
    const text = JSON.stringify(events);
    this.#lengths.push(text.length);
    while (this.#isStreamFull()) this.#lengths.shift();
    return ['XADD', keys.events, 'MAXLEN', '=', this.#lengths.length, this.#last, EVENTS_FIELD, text];
  }

  #isStreamFull(): boolean {
    const { length } = this.#lengths;
    if (length <= LEAST_ENTRIES) return false;
    return length > MOST_ENTRIES || this.#lengths.reduce((sum, one) => sum + one, 0) > MOST_CHARACTERS;
  }

  get #last(): string {
    return `${this.#start}-${this.#event}`;
  }

  #indexing(): readonly Command[] {
    const { run } = this.#view.state;
    const index = indexKey(this.#prefix);
    return [
      ['ZADD', index, run?.startedAt ?? 0, run?.id ?? ''],
      ['ZREMRANGEBYRANK', index, 0, -1 - MOST_RUNS],
      ['PEXPIRE', index, KEPT_MS],
    ];
  }

  #fieldsOf(ids: readonly JobId[]): readonly string[] {
    return ids.flatMap((id) => {
      const row = this.#rows.get(id);
      return row === undefined ? [] : [rowField(id), JSON.stringify(row)];
    });
  }

  #viewFields(): readonly string[] {
    const { run } = this.#view.state;
    if (run === null) return [];
    const view = wireViewOf({ ...this.#view, logs: [] });
    return [
      ...[FIELDS.format, FORMAT, FIELDS.overview, JSON.stringify(this.#overview(run))],
      ...[FIELDS.view, JSON.stringify(view), FIELDS.last, this.#last],
    ];
  }

  /** The log is written whole, and therefore seldom. */
  #logFields(): readonly string[] {
    const last = this.#view.logs.at(-1) ?? null;
    this.#snapshots += 1;
    if (
      last === this.#writtenLog ||
      (this.#snapshots % SNAPSHOTS_A_LOG !== 0 && !this.isOver && this.#writtenLog !== null)
    )
      return [];
    this.#writtenLog = last;
    return [FIELDS.logs, JSON.stringify({ last: this.#last, lines: this.#view.logs })];
  }

  #overview({ id, command, startedAt, jobs, folder }: NonNullable<RunView['state']['run']>): RunOverview {
    const { counts, phase } = this.#view.state;
    const finished = this.#view.report?.run.finished ?? null;
    const over = finished === null ? 'interrupted' : 'finished';
    return {
      ...{ id, command, jobs: jobs.length, done: counts.done, failed: counts.failed, host: hostname(), folder },
      started: new Date(startedAt).toISOString(),
      state: phase === 'finished' ? over : 'running',
    };
  }
}
