import type { Job, JobId } from '../../model/job.ts';
import type { JobList } from '../events.ts';
import { positionOf } from '../plan/job-id.ts';
import { MOST_WHOLE } from '../report.ts';

/** Finds jobs by id: few in a map, many by the position in the batch that planned ids begin with. */
export class JobIndex {
  readonly #jobs: JobList;
  readonly #byId: ReadonlyMap<JobId, Job> | null;

  constructor(jobs: JobList) {
    this.#jobs = jobs;
    this.#byId = jobs.length > MOST_WHOLE ? null : new Map(Array.from(jobs, (job) => [job.id, job]));
  }

  find(jobId: JobId): Job | null {
    if (this.#byId !== null) return this.#byId.get(jobId) ?? null;
    const job = this.#jobs.at(positionOf(jobId) - 1);
    return job?.id === jobId ? job : null;
  }
}
