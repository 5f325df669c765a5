import type { Job } from '../../../model/job.ts';
import type { ChunkListener } from '../../../run/ports.ts';

/** A chunk of the coordinator; it is over when none of its parcels is left. */
interface Chunk {
  readonly listener: ChunkListener;
  readonly left: Job[];
  parcels: number;
  readonly resolve: (left: readonly Job[]) => void;
}

/** Jobs that travel together: a chunk, or one job of a chunk that killed workers. */
export interface Parcel {
  readonly id: number;
  readonly jobs: readonly Job[];
  readonly isSuspect: boolean;
  readonly listener: ChunkListener;
  /** Indexes of the jobs without an ending. */
  readonly open: Set<number>;
  /** Worker that took it last. */
  holder: string | null;
  readonly sentAt: number;
}

/** Parcels that are on their way, in a queue or with a worker. */
export class Parcels {
  readonly #parcels = new Map<number, { readonly parcel: Parcel; readonly chunk: Chunk }>();
  #last = 0;

  add(jobs: readonly Job[], listener: ChunkListener, now: number) {
    const { promise, resolve } = deferred<readonly Job[]>();
    const chunk: Chunk = { listener, left: [], parcels: 0, resolve };
    return { parcel: this.#put(chunk, jobs, false, now), over: promise };
  }

  get(id: number): Parcel | null {
    return this.#parcels.get(id)?.parcel ?? null;
  }

  all(): readonly Parcel[] {
    return [...this.#parcels.values()].map(({ parcel }) => parcel);
  }

  /** Ends a parcel. Its open jobs go back to the caller. */
  end(id: number): void {
    const found = this.#parcels.get(id);
    if (found === undefined) return;
    const { parcel, chunk } = found;
    this.#parcels.delete(id);
    chunk.left.push(...[...parcel.open].sort((a, b) => a - b).map((index) => parcel.jobs[index]));
    chunk.parcels -= 1;
    if (chunk.parcels === 0) chunk.resolve(chunk.left);
  }

  /** Replaces a parcel by one for each of its open jobs. */
  split(id: number, now: number): readonly Parcel[] {
    const found = this.#parcels.get(id);
    if (found === undefined) return [];
    const { parcel, chunk } = found;
    const parts = [...parcel.open].map((index) => this.#put(chunk, [parcel.jobs[index]], true, now));
    parcel.open.clear();
    this.end(id);
    return parts;
  }

  #put(chunk: Chunk, jobs: readonly Job[], isSuspect: boolean, sentAt: number): Parcel {
    this.#last += 1;
    const open = new Set(jobs.keys());
    const { listener } = chunk;
    const parcel: Parcel = { id: this.#last, jobs, isSuspect, listener, open, holder: null, sentAt };
    chunk.parcels += 1;
    this.#parcels.set(parcel.id, { parcel, chunk });
    return parcel;
  }
}

function deferred<Value>() {
  let resolve: (value: Value) => void = () => {};
  const promise = new Promise<Value>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
