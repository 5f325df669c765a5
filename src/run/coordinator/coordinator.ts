import type { Job, JobId } from '../../model/job.ts';
import type { Failure, Outcome } from '../../model/outcome.ts';
import type { Timestamp } from '../../model/time.ts';
import type { RunDescription, RunEvent } from '../events.ts';
import type {
  Clock,
  Ending,
  Executor,
  Journal,
  JournalEntry,
  RecordedResult,
  Reporter,
  ResultRecord,
} from '../ports.ts';
import type { JobReport, Report } from '../report.ts';
import { readResultRecord } from '../results/result-record.ts';
import type { Results } from '../results/results.ts';
import { type Attempt, deservesRetry, JobQueue } from './job-queue.ts';
import { PurityWarnings } from './purity-warnings.ts';
import { jobReportOf, reportOf } from './report-of.ts';
import { Reporters } from './reporters.ts';

/** Everything a run needs; the coordinator closes none of it. */
export interface RunParts {
  readonly run: RunDescription;
  readonly executor: Executor;
  readonly journal: Journal;
  readonly reporters: readonly Reporter[];
  readonly clock: Clock;
  /** What an interrupted run of the same identity has already found. */
  readonly found: ReadonlyMap<JobId, JournalEntry>;
  /** Of earlier runs; they outlive this one. */
  readonly results: Results;
  readonly environment: Report['environment'];
  /** Asked for when the report is made. */
  readonly counts: () => Pick<Report, 'cache' | 'redis'>;
}

/** How a run ended: with every job, by `stop`, or because workers died too often. */
export interface RunEnd {
  readonly reason: 'finished' | 'interrupted' | 'exhausted';
  readonly report: Report;
}

/** What is told of a job that is over. */
type Finished = Omit<Extract<RunEvent, { type: 'job-finished' }>, 'type' | 'at' | 'trades'> & {
  readonly record: ResultRecord | null;
};

/** Often enough for an eye, too rare to cost anything. */
const PROGRESS_INTERVAL_MS = 250;
const DEATHS_PER_THREAD = 4;

/** Executes one run: keeps the executor busy, records what it finds, tells the reporters. */
export class Coordinator {
  readonly #parts: RunParts;
  readonly #reporters: Reporters;
  #queue = new JobQueue([]);
  readonly #reports = new Map<JobId, JobReport>();
  readonly #purityWarnings = new PurityWarnings((message) => this.warn(message));
  #deaths = 0;
  #stopped = false;

  constructor(parts: RunParts) {
    this.#parts = parts;
    this.#reporters = new Reporters(parts.reporters, parts.clock);
  }

  /** Plays every job that is not found yet. Rejects only when the journal cannot be written. */
  async run(): Promise<RunEnd> {
    this.#reporters.tell({ type: 'run-started', at: this.#now(), run: this.#parts.run });
    this.#queue = new JobQueue(this.#parts.run.jobs.filter((job) => !this.#replay(job) && !this.#reuse(job)));
    const stopSampling = this.#parts.clock.every(PROGRESS_INTERVAL_MS, () => this.#tellProgress());
    const threads = Array.from({ length: this.#parts.executor.threads }, () => this.#keepThreadBusy());
    const ends = await Promise.allSettled(threads);
    stopSampling();
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
    return this.#finish();
  }

  /** Begins no more jobs and cancels the running ones; `run` then ends with what is done. */
  stop(): void {
    if (this.#stopped) return;
    this.#reporters.tell({ type: 'run-stopping', at: this.#now() });
    this.#halt();
  }

  /** Tells the reporters what a person should know. */
  warn(message: string): void {
    this.#reporters.tell({ type: 'warning', at: this.#now(), message });
  }

  #now(): Timestamp {
    return this.#parts.clock.now();
  }

  #halt(): void {
    this.#stopped = true;
    this.#queue.clear();
    this.#parts.executor.stop();
  }

  /** Whether an interrupted run has found the job's outcome. */
  #replay(job: Job): boolean {
    const entry = this.#parts.found.get(job.id);
    if (entry === undefined) return false;
    this.#reports.set(job.id, jobReportOf(job, entry));
    const { outcome, attempts } = entry;
    this.#tellFinished({ job, outcome, record: null, attempts, replayed: true });
    return true;
  }

  /** Whether an earlier run has found the job's result. */
  #reuse(job: Job): boolean {
    const known = this.#parts.results.find(job);
    if (known === null) return false;
    this.#enter(job, { outcome: known.outcome, attempts: 0, impurities: [] });
    this.#tellFinished({ job, ...known, attempts: 0, replayed: true });
    return true;
  }

  #tellProgress(): void {
    const jobs = this.#parts.executor.progress();
    if (jobs.length > 0) this.#reporters.tell({ type: 'progress', at: this.#now(), jobs });
  }

  async #keepThreadBusy(): Promise<void> {
    try {
      for (let attempt = this.#queue.take(); attempt !== undefined; attempt = this.#queue.take()) {
        await this.#play(attempt);
      }
    } catch (error) {
      this.#halt();
      throw error;
    }
  }

  async #play(attempt: Attempt): Promise<void> {
    const { job } = attempt;
    const begun = this.#now();
    const ending = await this.#parts.executor.play(
      job,
      (thread) => this.#reporters.tell({ type: 'job-started', at: this.#now(), job, thread, attempt: attempt.number }),
      (facts) => this.#reporters.tell({ type: 'job-facts', at: this.#now(), jobId: job.id, facts }),
    );
    const outcome = this.#outcomeOf(attempt, ending, (this.#now() - begun) / 1000);
    if (outcome === null) return;
    const recorded = ending.kind === 'outcome' ? ending.recorded : null;
    this.#parts.results.keep(job, outcome, recorded);
    this.#purityWarnings.hear(job, recorded?.impurities ?? []);
    this.#record(attempt, outcome, recorded);
  }

  /** The outcome of an attempt; null when the job goes back into the queue. */
  #outcomeOf(attempt: Attempt, ending: Ending, seconds: number): Outcome | null {
    const jobId = attempt.job.id;
    if (ending.kind === 'outcome') return ending.outcome;
    if (this.#stopped) return { status: 'cancelled', jobId, seconds };
    this.#countDeath(ending.failure);
    if (!deservesRetry(attempt, ending.failure)) return { status: 'failed', jobId, seconds, failure: ending.failure };
    if (this.#stopped) return { status: 'cancelled', jobId, seconds };
    this.#queue.retry(attempt);
    this.#reporters.tell({ type: 'job-retried', at: this.#now(), jobId, reason: ending.failure.message });
    return null;
  }

  /** A worker that was ended for being slow says nothing about the machine and does not count. */
  #countDeath(failure: Failure): void {
    if (failure.code === 'Timeout') return;
    this.#deaths += 1;
    if (!this.#exhausted()) return;
    this.warn(`workers died ${this.#deaths} times: the run stops here`);
    this.#halt();
  }

  #exhausted(): boolean {
    return this.#deaths > DEATHS_PER_THREAD * this.#parts.executor.threads;
  }

  /** Journal first: what anyone was told must survive the death of this process. */
  #record({ job, number: attempts }: Attempt, outcome: Outcome, recorded: RecordedResult | null): void {
    if (outcome.status !== 'cancelled') this.#enter(job, { outcome, attempts, impurities: recorded?.impurities ?? [] });
    this.#tellFinished({ job, outcome, record: recorded?.record ?? null, attempts, replayed: false });
  }

  #tellFinished({ record, ...finished }: Finished): void {
    const trades = () => (record === null ? [] : readResultRecord(record).trades);
    this.#reporters.tell({ type: 'job-finished', at: this.#now(), ...finished, trades });
  }

  /** Keeps of an entry what the report needs: the equity of many long backtests would fill the memory. */
  #enter(job: Job, entry: JournalEntry): void {
    this.#parts.journal.append(entry);
    this.#reports.set(job.id, jobReportOf(job, entry));
  }

  #finish(): RunEnd {
    const { run, results, environment, counts } = this.#parts;
    results.flush();
    const at = this.#now();
    const complete = this.#reports.size === run.jobs.length;
    const report = reportOf({
      run,
      reports: this.#reports,
      finishedAt: complete ? at : null,
      environment,
      ...counts(),
    });
    this.#reporters.tell({ type: 'run-finished', at, report });
    if (complete) return { reason: 'finished', report };
    return { reason: this.#exhausted() ? 'exhausted' : 'interrupted', report };
  }
}
