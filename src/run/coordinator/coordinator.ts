import type { Job, JobId } from '../../model/job.ts';
import type { Failure, Outcome } from '../../model/outcome.ts';
import type { Timestamp } from '../../model/time.ts';
import type { JobEnding, JournalEntry, RunControls } from '../ports.ts';
import { readResultRecord } from '../results/result-record.ts';
import { Attempts } from './attempts.ts';
import { openBacklog } from './backlog.ts';
import { CancelledJobs, cancelledOutcome } from './cancelled-jobs.ts';
import { DeadlyJobs } from './deadly-jobs.ts';
import type { Ended, Finished } from './ended.ts';
import { Feeder } from './feeder.ts';
import { type KnownJob, KnownOutcomes } from './known-outcomes.ts';
import { type Ledger, openLedger } from './ledger.ts';
import type { RunEnd, RunParts } from './parts.ts';
import { PurityWarnings } from './purity-warnings.ts';
import { reportOf, rowsOf } from './report-of.ts';
import { Reporters } from './reporters.ts';

/** The file with all rows is the journal. */
const ROWS_FILE = 'journal.ndjson';
/** Fast enough for a person, and cheap. */
const PROGRESS_INTERVAL_MS = 250;
/** Workers are slower news. */
const WORKERS_INTERVAL_MS = 1_000;

/** Executes one run: feeds the executor, journals outcomes, tells the reporters. */
export class Coordinator implements RunControls {
  readonly #parts: RunParts;
  readonly #reporters: Reporters;
  readonly #feeder: Feeder;
  readonly #ledger: Ledger;
  readonly #purityWarnings = new PurityWarnings((message) => this.warn(message));
  readonly #attempts = new Attempts();
  readonly #cancelled: CancelledJobs;
  #deadlyJobs: DeadlyJobs;
  #stopped = false;
  #workersToldAt: Timestamp = 0;

  constructor(parts: RunParts) {
    this.#parts = parts;
    this.#reporters = new Reporters(parts.reporters, parts.clock);
    this.#deadlyJobs = new DeadlyJobs(parts.executor.threads, 0);
    this.#cancelled = new CancelledJobs(parts.run.jobs);
    this.#ledger = openLedger(parts.run.jobs, ROWS_FILE, rowsOf(parts.strategies));
    this.#feeder = new Feeder({
      executor: parts.executor,
      skips: (job) => this.#skip(job),
      sending: (jobIds) => parts.begun.begin(jobIds),
      returned: (jobIds) => this.#takeBack(jobIds),
      failed: () => this.#halt(),
      listener: {
        started: (job, thread) => this.#start(job, thread),
        facts: ({ id }, facts) => this.#reporters.tell({ type: 'job-facts', at: this.#now(), jobId: id, facts }),
        ended: (endings) => this.#end(endings),
      },
    });
  }

  /** Plays every job without a known result. Rejects only if the journal cannot be written. */
  async run(): Promise<RunEnd> {
    this.#reporters.tell({ type: 'run-started', at: this.#now(), run: this.#parts.run });
    const { run, executor, begun, found } = this.#parts;
    const { suspects, others, count } = openBacklog({
      jobs: run.jobs,
      found,
      known: new KnownOutcomes(this.#parts),
      deaths: begun.deaths,
      replay: (job, entry) => this.#replay(job, entry),
      takeOver: (job, known) => this.#takeOver(job, known),
    });
    this.#deadlyJobs = new DeadlyJobs(executor.threads, suspects.length + count);
    const stopSampling = this.#parts.clock.every(PROGRESS_INTERVAL_MS, () => this.#tellProgress());
    try {
      await this.#play(suspects, suspects.length, 'alone');
      await this.#play(others, count, 'together');
    } finally {
      stopSampling();
    }
    this.#tellWorkers();
    return this.#finish();
  }

  /** Cancels running jobs and begins no others; `run` then ends with the jobs that are done. */
  stop(): void {
    if (this.#stopped) return;
    this.#reporters.tell({ type: 'run-stopping', at: this.#now() });
    this.#halt();
  }

  /** Cancels one job, which gets no outcome, so that the run can be resumed. False for an id that no job has. */
  cancel(jobId: JobId): boolean {
    if (!this.#cancelled.add(jobId)) return false;
    this.#parts.executor.cancel(jobId);
    return true;
  }

  /** Sends a warning to the reporters. */
  warn(message: string): void {
    this.#reporters.tell({ type: 'warning', at: this.#now(), message });
  }

  #now(): Timestamp {
    return this.#parts.clock.now();
  }

  async #play(jobs: Iterable<Job>, count: number, company: 'alone' | 'together'): Promise<void> {
    if (!this.#stopped) await this.#feeder.play(jobs, count, company);
  }

  /** Stops the run. A death of the process from now on is not blamed on the jobs in flight. */
  #halt(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    const { begun, executor } = this.#parts;
    const { inFlight } = this.#feeder;
    this.#feeder.stop();
    executor.stop();
    if (inFlight.length > 0) begun.giveUp(inFlight);
  }

  #replay(job: Job, entry: JournalEntry): void {
    this.#ledger.add(job, entry);
    const { outcome, attempts } = entry;
    this.#tellFinished({ job, outcome, record: null, attempts, replayed: true });
  }

  #takeOver(job: Job, { entry, record }: KnownJob): void {
    this.#enter([{ job, entry }]);
    const { outcome, attempts } = entry;
    this.#tellFinished({ job, outcome, record, attempts, replayed: true });
  }

  #tellProgress(): void {
    const jobs = this.#parts.executor.progress();
    const at = this.#now();
    if (jobs.length > 0) this.#reporters.tell({ type: 'progress', at, jobs });
    if (at - this.#workersToldAt >= WORKERS_INTERVAL_MS) this.#tellWorkers();
  }

  #tellWorkers(): void {
    const workers = this.#parts.executor.workers?.() ?? [];
    if (workers.length === 0) return;
    this.#workersToldAt = this.#now();
    this.#reporters.tell({ type: 'workers', at: this.#workersToldAt, workers });
  }

  #takeBack(jobIds: readonly JobId[]): void {
    this.#parts.begun.giveUp(jobIds);
    for (const jobId of jobIds) this.#attempts.end(jobId);
  }

  /** Tells the end of a job that was cancelled while it waited. */
  #skip(job: Job): boolean {
    if (!this.#cancelled.has(job.id)) return false;
    const outcome = cancelledOutcome(job.id, 0);
    this.#tellFinished({ job, outcome, record: null, attempts: 0, replayed: false });
    return true;
  }

  /** Tells that a job has started, once an attempt. */
  #start(job: Job, thread: number): void {
    const at = this.#now();
    if (!this.#attempts.start(job.id, at)) return;
    const attempt = this.#attempts.numberOf(job.id);
    this.#reporters.tell({ type: 'job-started', at, job, thread, attempt });
  }

  /** Journals before it tells: what anyone has heard must survive the death of this process. */
  #end(endings: readonly JobEnding[]): void {
    const ended = endings.flatMap((ending) => this.#endedOf(ending) ?? []);
    const final = ended.flatMap(({ job, outcome, recorded, attempts }) =>
      outcome.status === 'cancelled'
        ? []
        : { job, entry: { outcome, attempts, impurities: recorded?.impurities ?? [] } },
    );
    this.#enter(final);
    for (const { thread, recorded, ...finished } of ended) {
      this.#start(finished.job, thread);
      this.#attempts.end(finished.job.id);
      this.#tellFinished({ ...finished, record: recorded?.record ?? null, replayed: false });
    }
  }

  /** Returns how a job ended; null if it is retried. */
  #endedOf({ job, thread, ending }: JobEnding): Ended | null {
    const attempts = this.#attempts.numberOf(job.id);
    if (this.#cancelled.has(job.id)) {
      const outcome = cancelledOutcome(job.id, this.#attempts.secondsOf(job.id, this.#now()));
      return { job, thread, outcome, recorded: null, attempts };
    }
    const outcome = ending.kind === 'outcome' ? ending.outcome : this.#outcomeOfDeath(job, thread, ending.failure);
    if (outcome === null) return null;
    const recorded = ending.kind === 'outcome' ? ending.recorded : null;
    this.#parts.results.keep(job, outcome, recorded);
    this.#purityWarnings.hear(job, recorded?.impurities ?? []);
    return { job, thread, outcome, recorded, attempts };
  }

  /** Returns the outcome of an attempt whose worker died; null if the job is retried. */
  #outcomeOfDeath(job: Job, thread: number, failure: Failure): Outcome | null {
    this.#start(job, thread);
    const at = this.#now();
    const seconds = this.#attempts.secondsOf(job.id, at);
    if (this.#stopped) return cancelledOutcome(job.id, seconds);
    if (!this.#attempts.retry(job.id, failure)) {
      this.#countDeadly(failure);
      return { status: 'failed', jobId: job.id, seconds, failure };
    }
    this.#feeder.retry(job);
    this.#reporters.tell({ type: 'job-retried', at, jobId: job.id, reason: failure.message });
    return null;
  }

  #countDeadly(failure: Failure): void {
    this.#deadlyJobs.add(failure);
    if (this.#stopped || !this.#deadlyJobs.areTooMany) return;
    this.warn(`${this.#deadlyJobs.summary}: the run stops here`);
    this.#halt();
  }

  #tellFinished({ record, ...finished }: Finished): void {
    const evidence = record === null ? null : () => readResultRecord(this.#parts.packer.unpack(record));
    const trades = () => evidence?.().trades ?? [];
    const orders = evidence === null ? {} : { orders: () => evidence().orders };
    this.#reporters.tell({ type: 'job-finished', at: this.#now(), ...finished, trades, ...orders });
  }

  #enter(entered: readonly { readonly job: Job; readonly entry: JournalEntry }[]): void {
    if (entered.length > 0) this.#parts.journal.append(entered.map(({ entry }) => entry));
    for (const { job, entry } of entered) this.#ledger.add(job, entry);
  }

  #finish(): RunEnd {
    const { run, results, environment, counts } = this.#parts;
    results.flush();
    const at = this.#now();
    const isComplete = this.#ledger.count === run.jobs.length;
    const jobs = this.#ledger.report();
    const report = reportOf(run, jobs, {
      finishedAt: isComplete ? at : null,
      ...counts(),
      ...(isComplete ? this.#parts.expectations?.(jobs) : {}),
      environment: { ...environment, threads: Math.max(environment.threads, this.#feeder.mostThreads) },
    });
    this.#reporters.tell({ type: 'run-finished', at, report });
    if (isComplete) return { reason: 'finished', report };
    return { reason: this.#deadlyJobs.areTooMany ? 'exhausted' : 'interrupted', report };
  }
}
