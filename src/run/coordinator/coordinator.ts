import type { Job, JobId } from '../../model/job.ts';
import type { Failure, FinalOutcome, Outcome } from '../../model/outcome.ts';
import type { Timestamp } from '../../model/time.ts';
import type { RunDescription, RunEvent } from '../events.ts';
import { processFailure } from '../play/failure.ts';
import type {
  BegunJobs,
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
import { DeadlyJobs } from './deadly-jobs.ts';
import { type Attempt, deservesRetry, JobQueue } from './job-queue.ts';
import { PurityWarnings } from './purity-warnings.ts';
import { jobReportOf, reportOf } from './report-of.ts';
import { Reporters } from './reporters.ts';

/** Parts of a run; the coordinator closes none of them. */
export interface RunParts {
  readonly run: RunDescription;
  readonly executor: Executor;
  readonly journal: Journal;
  readonly reporters: readonly Reporter[];
  readonly clock: Clock;
  /** Entries of an interrupted run of the same identity. */
  readonly found: ReadonlyMap<JobId, JournalEntry>;
  /** Results of all runs, kept beyond this one. */
  readonly results: Results;
  readonly environment: Report['environment'];
  /** Jobs begun in this start and in earlier ones. */
  readonly begun: BegunJobs;
  /** Called when the report is made. */
  readonly counts: () => Pick<Report, 'cache' | 'redis'>;
}

/** End of a run: all jobs are over, `stop` was called, or too many jobs killed their workers. */
export interface RunEnd {
  readonly reason: 'finished' | 'interrupted' | 'exhausted';
  readonly report: Report;
}

/** A job that is over, as reporters hear of it. */
type Finished = Omit<Extract<RunEvent, { type: 'job-finished' }>, 'type' | 'at' | 'trades'> & {
  readonly record: ResultRecord | null;
};

/** Fast enough for a person, and cheap. */
const PROGRESS_INTERVAL_MS = 250;
/** Deaths of the process after which the job in it is not played again. */
const MOST_PROCESS_DEATHS = 2;

/** Executes one run: feeds the executor, journals outcomes, tells the reporters. */
export class Coordinator {
  readonly #parts: RunParts;
  readonly #reporters: Reporters;
  #queue = new JobQueue([]);
  readonly #reports = new Map<JobId, JobReport>();
  readonly #purityWarnings = new PurityWarnings((message) => this.warn(message));
  readonly #running = new Set<JobId>();
  #deadlyJobs: DeadlyJobs;
  #stopped = false;

  constructor(parts: RunParts) {
    this.#parts = parts;
    this.#reporters = new Reporters(parts.reporters, parts.clock);
    this.#deadlyJobs = new DeadlyJobs(parts.executor.threads, 0);
  }

  /** Plays every job without a known result. Rejects only if the journal cannot be written. */
  async run(): Promise<RunEnd> {
    this.#reporters.tell({ type: 'run-started', at: this.#now(), run: this.#parts.run });
    const jobs = this.#parts.run.jobs.filter((job) => !this.#replay(job) && !this.#reuse(job) && !this.#condemn(job));
    this.#deadlyJobs = new DeadlyJobs(this.#parts.executor.threads, jobs.length);
    const isSuspect = ({ id }: Job): boolean => this.#parts.begun.deaths.has(id);
    const stopSampling = this.#parts.clock.every(PROGRESS_INTERVAL_MS, () => this.#tellProgress());
    try {
      // One at a time: if the process dies again, the job in it is to blame.
      await this.#playAll(jobs.filter(isSuspect), 1);
      await this.#playAll(
        jobs.filter((job) => !isSuspect(job)),
        this.#parts.executor.threads,
      );
    } finally {
      stopSampling();
    }
    return this.#finish();
  }

  /** Cancels running jobs and begins no others; `run` then ends with the jobs that are done. */
  stop(): void {
    if (this.#stopped) return;
    this.#reporters.tell({ type: 'run-stopping', at: this.#now() });
    this.#halt();
  }

  /** Sends a warning to the reporters. */
  warn(message: string): void {
    this.#reporters.tell({ type: 'warning', at: this.#now(), message });
  }

  #now(): Timestamp {
    return this.#parts.clock.now();
  }

  async #playAll(jobs: readonly Job[], threads: number): Promise<void> {
    if (this.#stopped) return;
    this.#queue = new JobQueue(jobs);
    const ends = await Promise.allSettled(Array.from({ length: threads }, () => this.#keepThreadBusy()));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  }

  /** Stops the run. A death of the process from now on is not blamed on the running jobs. */
  #halt(): void {
    this.#stopped = true;
    for (const jobId of this.#running) this.#parts.begun.giveUp(jobId);
    this.#queue.clear();
    this.#parts.executor.stop();
  }

  /** Replays the outcome of an interrupted run; false if there is none. */
  #replay(job: Job): boolean {
    const entry = this.#parts.found.get(job.id);
    if (entry === undefined) return false;
    this.#reports.set(job.id, jobReportOf(job, entry));
    const { outcome, attempts } = entry;
    this.#tellFinished({ job, outcome, record: null, attempts, replayed: true });
    return true;
  }

  /** Reuses the result of an earlier run; false if there is none. */
  #reuse(job: Job): boolean {
    const known = this.#parts.results.find(job);
    if (known === null) return false;
    this.#enter(job, { outcome: known.outcome, attempts: 0, impurities: [] });
    this.#tellFinished({ job, ...known, attempts: 0, replayed: true });
    return true;
  }

  /** Fails a job that the process died with too often; false for other jobs. */
  #condemn(job: Job): boolean {
    const times = this.#parts.begun.deaths.get(job.id) ?? 0;
    if (times < MOST_PROCESS_DEATHS) return false;
    const outcome: FinalOutcome = { status: 'failed', jobId: job.id, seconds: 0, failure: processFailure(times) };
    this.#enter(job, { outcome, attempts: times, impurities: [] });
    this.#tellFinished({ job, outcome, record: null, attempts: times, replayed: true });
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
    this.#parts.begun.begin(job.id);
    this.#running.add(job.id);
    const ending = await this.#parts.executor.play(
      job,
      (thread) => this.#reporters.tell({ type: 'job-started', at: this.#now(), job, thread, attempt: attempt.number }),
      (facts) => this.#reporters.tell({ type: 'job-facts', at: this.#now(), jobId: job.id, facts }),
    );
    this.#running.delete(job.id);
    const outcome = this.#outcomeOf(attempt, ending, (this.#now() - begun) / 1000);
    if (outcome === null) return;
    const recorded = ending.kind === 'outcome' ? ending.recorded : null;
    this.#parts.results.keep(job, outcome, recorded);
    this.#purityWarnings.hear(job, recorded?.impurities ?? []);
    this.#record(attempt, outcome, recorded);
  }

  /** Returns the outcome of an attempt; null if the job is retried. */
  #outcomeOf(attempt: Attempt, ending: Ending, seconds: number): Outcome | null {
    const jobId = attempt.job.id;
    if (ending.kind === 'outcome') return ending.outcome;
    if (this.#stopped) return { status: 'cancelled', jobId, seconds };
    if (!deservesRetry(attempt, ending.failure)) {
      this.#countDeadly(ending.failure);
      return { status: 'failed', jobId, seconds, failure: ending.failure };
    }
    this.#queue.retry(attempt);
    this.#reporters.tell({ type: 'job-retried', at: this.#now(), jobId, reason: ending.failure.message });
    return null;
  }

  #countDeadly(failure: Failure): void {
    this.#deadlyJobs.add(failure);
    if (this.#stopped || !this.#deadlyJobs.areTooMany) return;
    this.warn(`${this.#deadlyJobs.summary}: the run stops here`);
    this.#halt();
  }

  /** Journals before it tells: what anyone has heard must survive the death of this process. */
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
    return { reason: this.#deadlyJobs.areTooMany ? 'exhausted' : 'interrupted', report };
  }
}
