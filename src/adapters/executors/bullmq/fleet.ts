import type { WorkerState } from '../../../run/events.ts';
import { SILENT_MS } from './leases.ts';
import type { WorkerCard } from './messages.ts';

interface Member {
  readonly card: WorkerCard;
  /** Number of its first thread among all threads. */
  readonly first: number;
  state: WorkerState['state'];
  seenAt: number;
  /** Backtests that were done or failed on it. */
  jobs: number;
}

/** Workers that are gone, and those that refused, as far as people still want to see them. */
const MOST_GONE = 200;

/** Workers that were heard of lately, and the numbers of their threads; and those that are gone. */
export class Fleet {
  readonly #members = new Map<string, Member>();
  readonly #gone = new Map<string, Member>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Threads up to the highest number; one before the first worker comes, so that something waits for it. */
  get threads(): number {
    return Math.max(1, this.playing);
  }

  /** The same, but 0 before the first worker comes. */
  get playing(): number {
    return Math.max(0, ...[...this.#members.values()].map(endOf));
  }

  get size(): number {
    return this.#members.size;
  }

  has(id: string): boolean {
    return this.#members.has(id);
  }

  /** All workers, those that are gone first. */
  states(): readonly WorkerState[] {
    return [...this.#gone.values(), ...this.#members.values()].map(({ card, first, state, seenAt, jobs }) => {
      return { ...card, firstThread: first, state, silentMs: Math.max(0, this.#now() - seenAt), jobs };
    });
  }

  /** Returns true for a worker that is new, or back. */
  see(card: WorkerCard): boolean {
    const known = this.#members.get(card.id);
    if (known !== undefined) {
      known.seenAt = this.#now();
      return false;
    }
    const jobs = this.#gone.get(card.id)?.jobs ?? 0;
    this.#gone.delete(card.id);
    this.#members.set(card.id, this.#member(card, 'playing', jobs));
    return true;
  }

  /** A worker that does not play for the run. */
  refuse(card: WorkerCard): void {
    this.#forget({ ...this.#member(card, 'refused', 0), first: 0 });
  }

  /** Counts backtests that were done or failed on a worker. */
  count(id: string, jobs: number): void {
    const member = this.#members.get(id) ?? this.#gone.get(id);
    if (member !== undefined) member.jobs += jobs;
  }

  threadOf(id: string, thread: number): number {
    return (this.#members.get(id)?.first ?? 0) + thread;
  }

  /** A worker that has said that it leaves. */
  remove(id: string): void {
    const member = this.#members.get(id);
    if (member === undefined) return;
    this.#members.delete(id);
    this.#forget({ ...member, state: 'left' });
  }

  /** Removes the workers that were silent for too long. */
  takeSilent(): readonly WorkerCard[] {
    const oldest = this.#now() - SILENT_MS;
    const silent = [...this.#members.values()].filter(({ seenAt }) => seenAt < oldest);
    for (const member of silent) {
      this.#members.delete(member.card.id);
      this.#forget({ ...member, state: 'silent' });
    }
    return silent.map(({ card }) => card);
  }

  #member(card: WorkerCard, state: WorkerState['state'], jobs: number): Member {
    return { card, first: this.#freeFor(card.threads), state, seenAt: this.#now(), jobs };
  }

  #forget(member: Member): void {
    this.#gone.set(member.card.id, member);
    const [oldest] = this.#gone.keys();
    if (this.#gone.size > MOST_GONE && oldest !== undefined) this.#gone.delete(oldest);
  }

  /** First of so many numbers in a row that nobody has. */
  #freeFor(threads: number): number {
    const taken = [...this.#members.values()].sort((a, b) => a.first - b.first);
    let first = 0;
    for (const member of taken) {
      if (member.first - first >= threads) break;
      first = endOf(member);
    }
    return first;
  }
}

function endOf({ first, card }: Member): number {
  return first + card.threads;
}
