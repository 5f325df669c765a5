import type { Job } from '../../model/job.ts';
import type { FinalOutcome } from '../../model/outcome.ts';
import { processFailure } from '../play/failure.ts';
import type { BegunJobs, JournalEntry, ResultRecord } from '../ports.ts';
import type { Results } from '../results/results.ts';

/** The outcome of a job that need not be played, and is not in the journal. */
export interface KnownJob {
  readonly entry: JournalEntry;
  readonly record: ResultRecord | null;
}

export interface KnownOutcomesParts {
  /** Results of all runs, kept beyond this one. */
  readonly results: Results;
  /** Jobs begun in this start and in earlier ones. */
  readonly begun: BegunJobs;
}

/** Deaths of the process after which the job in it is not played again. */
const MOST_PROCESS_DEATHS = 2;

/** Outcomes from the cache, and of jobs that the process died with too often. */
export class KnownOutcomes {
  readonly #parts: KnownOutcomesParts;

  constructor(parts: KnownOutcomesParts) {
    this.#parts = parts;
  }

  /** Null for a job that must be played. */
  find(job: Job): KnownJob | null {
    return this.#reused(job) ?? this.#condemned(job);
  }

  #reused(job: Job): KnownJob | null {
    const known = this.#parts.results.find(job);
    if (known === null) return null;
    const { outcome, record } = known;
    return { entry: { outcome, attempts: 0, impurities: [] }, record };
  }

  #condemned({ id: jobId }: Job): KnownJob | null {
    const times = this.#parts.begun.deaths.get(jobId) ?? 0;
    if (times < MOST_PROCESS_DEATHS) return null;
    const outcome: FinalOutcome = { status: 'failed', jobId, seconds: 0, failure: processFailure(times) };
    return { entry: { outcome, attempts: times, impurities: [] }, record: null };
  }
}
