import { type Job, type JobId, plannedMinutes } from '../../model/job.ts';
import type { JobList } from '../events.ts';
import { positionOf } from '../plan/job-id.ts';
import type { JournalEntry } from '../ports.ts';
import { type JobReport, MOST_WHOLE } from '../report.ts';
import { DEFAULT_SORT, Foremost, hasNeverTraded, rankBy } from '../rows/ranking.ts';
import type { JobsReport, RowOf } from './report-of.ts';

/** Rows of a report that names a file for the others. */
const MOST_BEST = 100;
const MOST_FAILED = 100;

/** Outcomes of a run's jobs, for its report: all of a few, and the best and the failed of many. */
export interface Ledger {
  /** Number of outcomes. */
  readonly count: number;
  add(job: Job, entry: JournalEntry): void;
  report(): JobsReport;
}

/** `rowsFile` is where all rows are. */
export function openLedger(jobs: JobList, rowsFile: string, rowOf: RowOf): Ledger {
  return jobs.length <= MOST_WHOLE ? new WholeLedger(jobs, rowOf) : new RankedLedger(jobs.length, rowsFile, rowOf);
}

class WholeLedger implements Ledger {
  readonly #jobs: JobList;
  readonly #rowOf: RowOf;
  readonly #reports = new Map<JobId, JobReport>();

  constructor(jobs: JobList, rowOf: RowOf) {
    this.#jobs = jobs;
    this.#rowOf = rowOf;
  }

  get count(): number {
    return this.#reports.size;
  }

  /** Keeps of an entry what the report needs: the equity of many long backtests would fill the memory. */
  add(job: Job, entry: JournalEntry): void {
    this.#reports.set(job.id, this.#rowOf(job, entry));
  }

  report(): JobsReport {
    // Jobs without an entry were cancelled.
    const jobs = Array.from(this.#jobs, (job) => this.#reports.get(job.id) ?? this.#rowOf(job, null));
    const count = (status: JobReport['status']) => jobs.filter((job) => job.status === status).length;
    const totals = {
      jobs: jobs.length,
      done: count('done'),
      failed: count('failed'),
      cancelled: count('cancelled'),
      cached: jobs.filter((job) => job.cached).length,
    };
    return { totals, jobs };
  }
}

class RankedLedger implements Ledger {
  readonly #jobs: number;
  readonly #rowsFile: string;
  readonly #rowOf: RowOf;
  readonly #best = new Foremost<JobReport>(MOST_BEST);
  readonly #failed = new Foremost<JobReport>(MOST_FAILED);
  readonly #rank = rankBy(DEFAULT_SORT);
  readonly #counts = { done: 0, failed: 0 };
  #cached = 0;
  #neverTraded = 0;
  #minutes = 0;

  constructor(jobs: number, rowsFile: string, rowOf: RowOf) {
    this.#jobs = jobs;
    this.#rowsFile = rowsFile;
    this.#rowOf = rowOf;
  }

  get count(): number {
    return this.#counts.done + this.#counts.failed;
  }

  add(job: Job, entry: JournalEntry): void {
    const { outcome, attempts } = entry;
    this.#counts[outcome.status] += 1;
    if (attempts === 0) this.#cached += 1;
    const position = positionOf(job.id);
    const make = () => this.#rowOf(job, entry);
    if (outcome.status === 'failed') {
      this.#failed.add(0, position, make);
      return;
    }
    if (attempts > 0) this.#minutes += plannedMinutes(job);
    if (hasNeverTraded(outcome.result.metrics)) this.#neverTraded += 1;
    this.#best.add(this.#rank(outcome.result.metrics), position, make);
  }

  report(): JobsReport {
    const totals = {
      jobs: this.#jobs,
      ...this.#counts,
      cancelled: this.#jobs - this.count,
      cached: this.#cached,
    };
    const jobs = [...this.#best.list(), ...this.#failed.list()];
    return { totals, jobs, rows: { file: this.#rowsFile, minutes: this.#minutes, neverTraded: this.#neverTraded } };
  }
}
