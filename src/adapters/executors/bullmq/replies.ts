import type { JbtError } from '../../../model/errors.ts';
import type { JobId } from '../../../model/job.ts';
import type { ChunkListener, JobEnding } from '../../../run/ports.ts';
import { contradictionError } from './first-outcomes.ts';
import type { Fleet } from './fleet.ts';
import { DEADLY_STALLS } from './leases.ts';
import type { Letter, RemoteEnding, RemoteProgress, Reply, WorkerCard } from './messages.ts';
import type { Parcel, Parcels } from './parcels.ts';

interface RepliesParts {
  readonly parcels: Parcels;
  readonly fleet: Fleet;
  readonly isStopped: () => boolean;
  /** True for a job that a person cancelled. */
  readonly isCancelled: (jobId: JobId) => boolean;
  readonly fail: (error: JbtError) => void;
  /** Puts parcels into the queue. */
  readonly send: (parcels: readonly Parcel[]) => void;
}

/** Turns what workers tell into what the coordinator hears: each job ends once, whoever played it, and however often. */
export class Replies {
  readonly #parts: RepliesParts;
  readonly #progress = new Map<string, readonly RemoteProgress[]>();

  constructor(parts: RepliesParts) {
    this.#parts = parts;
  }

  /** Jobs that are being played, on the threads of all workers. */
  progress(): readonly RemoteProgress[] {
    return [...this.#progress.values()].flat();
  }

  /** Forgets a worker. */
  forget(id: string): void {
    this.#progress.delete(id);
  }

  /**
   * Hears letters that came together. What each worker tells is taken in its order; endings of different workers are told
   * together where that order allows it.
   */
  hear(letters: readonly Letter[]): void {
    let waiting = lettersByWorker(letters).filter(({ from, replies }) => this.#meet(from, replies));
    while (waiting.length > 0) {
      const endings = new Map<ChunkListener, JobEnding[]>();
      for (const { from, replies } of waiting) {
        for (let next = replies[0]; next !== undefined && next.type !== 'ended'; next = replies[0]) {
          this.#take(from, next);
          replies.shift();
        }
        for (let next = replies[0]; next?.type === 'ended'; next = replies[0]) {
          addTo(endings, this.#endingsOf(from, next.parcel, next.endings));
          replies.shift();
        }
      }
      for (const [listener, ended] of endings) listener.ended(ended);
      waiting = waiting.filter(({ replies }) => replies.length > 0);
    }
  }

  /** False for a worker that does not play. */
  #meet(from: WorkerCard, replies: readonly Reply[]): boolean {
    const { fleet } = this.#parts;
    const refuses = replies.some(({ type }) => type === 'refused');
    if (refuses) fleet.refuse(from);
    else fleet.see(from);
    return !refuses;
  }

  #take(from: WorkerCard, reply: Exclude<Reply, { type: 'ended' }>): void {
    const { fleet, fail } = this.#parts;
    switch (reply.type) {
      case 'progress':
        this.#progress.set(
          from.id,
          reply.jobs.map((job) => ({ ...job, thread: fleet.threadOf(from.id, job.thread) })),
        );
        return;
      case 'leaving':
        fleet.remove(from.id);
        this.forget(from.id);
        return;
      case 'contradiction':
        fail(contradictionError(reply.contradiction));
        return;
      case 'refused':
      case 'missing':
        return;
      default:
        this.#takeOf(from, reply);
    }
  }

  #takeOf(from: WorkerCard, reply: Extract<Reply, { type: 'taken' | 'started' | 'facts' | 'over' | 'deadly' }>): void {
    const parcel = this.#parts.parcels.get(reply.parcel);
    if (parcel === null) return;
    if (reply.type === 'taken') parcel.holder = from.id;
    // Another worker has the parcel now: this one was silent for too long, and only its outcomes count.
    if (parcel.holder !== from.id && reply.type !== 'deadly') return;
    switch (reply.type) {
      case 'started':
        if (parcel.open.has(reply.index)) {
          parcel.listener.started(parcel.jobs[reply.index], this.#parts.fleet.threadOf(from.id, reply.thread));
        }
        return;
      case 'facts':
        if (parcel.open.has(reply.index)) parcel.listener.facts(parcel.jobs[reply.index], reply.facts);
        return;
      case 'over':
        this.#parts.parcels.end(parcel.id);
        return;
      case 'deadly':
        this.#blame(parcel);
        return;
      case 'taken':
        return;
    }
  }

  /** The endings that count, and who hears them; null for none. */
  #endingsOf(from: WorkerCard, id: number, told: readonly RemoteEnding[]): Told | null {
    const { parcels, isStopped, isCancelled, fleet } = this.#parts;
    const parcel = parcels.get(id);
    if (parcel === null) return null;
    const ended: JobEnding[] = [];
    for (const { index, jobId, thread, ending } of told) {
      // A worker that leaves cancels its jobs; the run does not.
      const isCancelling = ending.kind === 'outcome' && ending.outcome.status === 'cancelled';
      if (isCancelling && !isStopped() && !isCancelled(jobId)) continue;
      if (!parcel.open.delete(index)) continue;
      ended.push({ job: parcel.jobs[index], thread: fleet.threadOf(from.id, thread), ending: withOwnRecord(ending) });
    }
    fleet.count(from.id, ended.filter(isFinal).length);
    return ended.length === 0 ? null : { listener: parcel.listener, ended };
  }

  /** Splits a parcel that killed workers; fails a job that did so alone. */
  #blame(parcel: Parcel): void {
    const { parcels, send } = this.#parts;
    if (!parcel.isSuspect) {
      send(parcels.split(parcel.id, parcel.sentAt));
      return;
    }
    if (parcel.holder !== null && parcel.open.delete(0)) {
      const [job] = parcel.jobs;
      const message = `${2 * DEADLY_STALLS} workers that played it were never heard of again, the last ${DEADLY_STALLS} while they played nothing else`;
      const failure = { code: 'WorkerDied', message, stack: null };
      const outcome = { status: 'failed', jobId: job.id, seconds: 0, failure } as const;
      parcel.listener.ended([{ job, thread: 0, ending: { kind: 'outcome', outcome, recorded: null } }]);
    }
    // A worker that waited for its turn died of another job: this one is played anew.
    parcels.end(parcel.id);
  }
}

/** The letters of each worker as one, whose replies are taken from the front. */
function lettersByWorker(
  letters: readonly Letter[],
): readonly { readonly from: WorkerCard; readonly replies: Reply[] }[] {
  const byWorker = new Map<string, { readonly from: WorkerCard; readonly replies: Reply[] }>();
  for (const { from, replies } of letters) {
    const known = byWorker.get(from.id);
    if (known === undefined) byWorker.set(from.id, { from, replies: [...replies] });
    else known.replies.push(...replies);
  }
  return [...byWorker.values()];
}

interface Told {
  readonly listener: ChunkListener;
  readonly ended: readonly JobEnding[];
}

function addTo(endings: Map<ChunkListener, JobEnding[]>, told: Told | null): void {
  if (told === null) return;
  const list = endings.get(told.listener) ?? [];
  list.push(...told.ended);
  endings.set(told.listener, list);
}

/** False for a job that is played again: in this run after a death, in the next one after a cancellation. */
function isFinal({ ending }: JobEnding): boolean {
  return ending.kind === 'outcome' && ending.outcome.status !== 'cancelled';
}

/** A letter is one memory: a record in a memory of its own can move to a thread. */
function withOwnRecord(ending: JobEnding['ending']): JobEnding['ending'] {
  if (ending.kind === 'died' || ending.recorded === null || ending.recorded.record === null) return ending;
  const { record } = ending.recorded;
  return { ...ending, recorded: { ...ending.recorded, record: { ...record, bytes: new Uint8Array(record.bytes) } } };
}
