import type { Job, JobId } from '../../model/job.ts';
import type { JobList } from '../events.ts';
import { placeOf } from '../plan/shard.ts';
import type { JournalEntry } from '../ports.ts';
import { MOST_WHOLE } from '../report.ts';
import type { KnownJob, KnownOutcomes } from './known-outcomes.ts';

export interface BacklogParts {
  readonly jobs: JobList;
  /** Entries of an interrupted run of the same identity. */
  readonly found: Iterable<JournalEntry>;
  readonly known: KnownOutcomes;
  /** Jobs that the process has died with. */
  readonly deaths: ReadonlyMap<JobId, number>;
  /** Called with each outcome that was found. */
  readonly replay: (job: Job, entry: JournalEntry) => void;
  /** Called with each outcome that is known otherwise. */
  readonly takeOver: (job: Job, known: KnownJob) => void;
}

/** Jobs that must be played. */
export interface Backlog {
  /** Played alone: if the process dies again, the job in it is to blame. */
  readonly suspects: readonly Job[];
  readonly others: Iterable<Job>;
  /** Number of the others, or more. */
  readonly count: number;
}

/** Finds what is to be played. Of few jobs, all that are known are told before any is played. */
export function openBacklog({ jobs, found, known, deaths, replay, takeOver }: BacklogParts): Backlog {
  const list = new JobsOnce(jobs);
  const mustPlay = (job: Job): boolean => {
    const outcome = known.find(job);
    if (outcome !== null) takeOver(job, outcome);
    return outcome === null;
  };
  for (const entry of found) {
    const job = list.take(entry.outcome.jobId);
    if (job !== null) replay(job, entry);
  }
  const suspects = [...deaths.keys()].flatMap((jobId) => list.take(jobId) ?? []).filter(mustPlay);
  const others = list.rest(mustPlay);
  if (jobs.length > MOST_WHOLE) return { suspects, others, count: list.left };
  const all = [...others];
  return { suspects, others: all, count: all.length };
}

/** Jobs that are taken once each: by id, then the rest in the order of the batch. */
class JobsOnce {
  readonly #jobs: JobList;
  /** 1 for jobs that were taken by id. */
  readonly #taken: Uint8Array;
  /** Places of few jobs, which are asked for often. */
  readonly #places: ReadonlyMap<JobId, number> | null;
  #left: number;

  constructor(jobs: JobList) {
    this.#jobs = jobs;
    this.#taken = new Uint8Array(jobs.length);
    this.#places = jobs.length > MOST_WHOLE ? null : new Map(Array.from(jobs, ({ id }, place) => [id, place]));
    this.#left = jobs.length;
  }

  /** Number of jobs that were not taken by id. */
  get left(): number {
    return this.#left;
  }

  /** Null for a job that was taken before, or is of another batch. */
  take(jobId: JobId): Job | null {
    const place = this.#places === null ? placeOf(this.#jobs, jobId) : (this.#places.get(jobId) ?? -1);
    if (this.#taken[place] !== 0) return null;
    const job = this.#jobs.at(place);
    if (job?.id !== jobId) return null;
    this.#taken[place] = 1;
    this.#left -= 1;
    return job;
  }

  *rest(isWanted: (job: Job) => boolean): Generator<Job> {
    for (let place = 0; place < this.#jobs.length; place++) {
      const job = this.#taken[place] === 1 ? undefined : this.#jobs.at(place);
      if (job !== undefined && isWanted(job)) yield job;
    }
  }
}
