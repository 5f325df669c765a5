import type { Job, JobId } from '../../model/job.ts';
import type { JobList } from '../events.ts';
import type { JournalEntry } from '../ports.ts';
import { MOST_WHOLE } from '../report.ts';
import { JobIndex } from './job-index.ts';
import type { KnownJob, KnownOutcomes } from './known-outcomes.ts';

export interface BacklogParts {
  readonly jobs: JobList;
  readonly known: KnownOutcomes;
  /** Jobs that the process has died with. */
  readonly deaths: ReadonlyMap<JobId, number>;
  /** Called with each outcome of the journal. */
  readonly replay: (job: Job, entry: JournalEntry) => void;
  /** Called with each outcome from elsewhere. */
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
export function openBacklog({ jobs, known, deaths, replay, takeOver }: BacklogParts): Backlog {
  const index = new JobIndex(jobs);
  const over = new Set<JobId>();
  const mustPlay = (job: Job): boolean => {
    if (over.has(job.id)) return false;
    const found = known.find(job);
    if (found !== null) takeOver(job, found);
    return found === null;
  };
  for (const [job, entry] of known.journalled(jobs, index)) {
    over.add(job.id);
    replay(job, entry);
  }
  const suspects = [...deaths.keys()].flatMap((jobId) => index.find(jobId) ?? []).filter(mustPlay);
  for (const jobId of deaths.keys()) over.add(jobId);
  const others = filtered(jobs, mustPlay);
  if (jobs.length > MOST_WHOLE) return { suspects, others, count: jobs.length - over.size };
  const list = [...others];
  return { suspects, others: list, count: list.length };
}

function* filtered(jobs: JobList, isWanted: (job: Job) => boolean): Generator<Job> {
  for (const job of jobs) if (isWanted(job)) yield job;
}
