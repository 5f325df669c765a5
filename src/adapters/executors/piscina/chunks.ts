import type { Job } from '../../../model/job.ts';
import type { ChunkListener } from '../../../run/ports.ts';

/** A job that was sent to a thread and has no ending. */
export interface PendingJob {
  readonly job: Job;
  readonly listener: ChunkListener;
}

interface Chunk {
  readonly jobs: readonly Job[];
  readonly listener: ChunkListener;
  readonly over: (left: readonly Job[]) => void;
  /** Index of the first job without an ending. */
  next: number;
}

/** The chunks of one thread, and which of their jobs have ended; threads play in order. */
export class Chunks {
  #chunks: Chunk[] = [];

  /** Number of jobs without an ending. */
  get pending(): number {
    return this.#chunks.reduce((sum, { jobs, next }) => sum + jobs.length - next, 0);
  }

  /** Resolves to the jobs that are left when the chunk is over. */
  add(jobs: readonly Job[], listener: ChunkListener): Promise<readonly Job[]> {
    return new Promise((over) => {
      this.#chunks.push({ jobs, listener, over, next: 0 });
    });
  }

  /** Returns a job by its distance from the first that has no ending. */
  at(distance: number): PendingJob | null {
    let index = distance;
    for (const { jobs, listener, next } of this.#chunks) {
      if (next + index < jobs.length) return { job: jobs[next + index], listener };
      index -= jobs.length - next;
    }
    return null;
  }

  /** The first `count` jobs have ended. */
  end(count: number): void {
    for (let left = count; left > 0; left--) {
      const [chunk] = this.#chunks;
      chunk.next += 1;
      if (chunk.next < chunk.jobs.length) continue;
      this.#chunks.shift();
      chunk.over([]);
    }
  }

  /** Gives back every job without an ending, but for one that has ended out of turn. */
  giveBack(ended: Job | null): void {
    const chunks = this.#chunks;
    this.#chunks = [];
    // The last chunk first: the caller puts each in front of the others.
    for (const { jobs, next, over } of chunks.reverse()) over(jobs.slice(next).filter((job) => job !== ended));
  }
}
