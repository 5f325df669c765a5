import type { JobId } from '../../../model/job.ts';
import type { Blobs } from '../../../run/play/remote/blobs.ts';
import { type Modules, putInputs } from '../../../run/play/remote/keyed-inputs.ts';
import type { SharedInputs } from '../../../run/ports.ts';
import { type Announcement, encodeInputs } from './messages.ts';

export interface PublicationParts extends Pick<Announcement, 'session' | 'platform' | 'timeoutMs' | 'stallMs'> {
  readonly shared: SharedInputs;
  readonly modules: Pick<Modules, 'read'>;
  readonly blobs: Blobs;
  /** Threads that play for the session now. */
  readonly threads: () => number;
  /** True once the run takes no more results. */
  readonly isStopped: () => boolean;
}

/** Makes what workers read of a session: its inputs, and its announcement. */
export class Publication {
  readonly #parts: PublicationParts;
  readonly #cancelled = new Set<JobId>();
  /** Digest of the inputs; empty until they are published. */
  #inputs = '';

  constructor(parts: PublicationParts) {
    this.#parts = parts;
  }

  /** Puts the inputs into Redis, or what is missing there. */
  async putInputs(): Promise<void> {
    const { shared, modules, blobs } = this.#parts;
    this.#inputs = await blobs.put(encodeInputs(await putInputs(shared, modules, blobs)));
  }

  announcement(): Announcement {
    const { session, platform, timeoutMs, stallMs, threads, isStopped } = this.#parts;
    const state = isStopped() ? 'stopping' : 'playing';
    const [inputs, cancelled] = [this.#inputs, [...this.#cancelled]];
    return { session, platform, inputs, timeoutMs, stallMs, state, threads: threads(), cancelled };
  }

  cancel(jobId: JobId): void {
    this.#cancelled.add(jobId);
  }

  isCancelled(jobId: JobId): boolean {
    return this.#cancelled.has(jobId);
  }
}
