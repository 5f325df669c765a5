import { SILENT_MS } from './leases.ts';
import type { WorkerCard } from './messages.ts';

interface Member {
  readonly card: WorkerCard;
  /** Number of its first thread among all threads. */
  readonly first: number;
  seenAt: number;
}

/** Workers that were heard of lately, and the numbers of their threads. */
export class Fleet {
  readonly #members = new Map<string, Member>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Threads up to the highest number; one before the first worker comes, so that something waits for it. */
  get threads(): number {
    return Math.max(1, ...[...this.#members.values()].map(endOf));
  }

  get size(): number {
    return this.#members.size;
  }

  has(id: string): boolean {
    return this.#members.has(id);
  }

  /** Returns true for a worker that is new. */
  see(card: WorkerCard): boolean {
    const known = this.#members.get(card.id);
    if (known !== undefined) {
      known.seenAt = this.#now();
      return false;
    }
    this.#members.set(card.id, { card, first: this.#freeFor(card.threads), seenAt: this.#now() });
    return true;
  }

  threadOf(id: string, thread: number): number {
    return (this.#members.get(id)?.first ?? 0) + thread;
  }

  remove(id: string): WorkerCard | null {
    const card = this.#members.get(id)?.card ?? null;
    this.#members.delete(id);
    return card;
  }

  /** Removes the workers that were silent for too long. */
  takeSilent(): readonly WorkerCard[] {
    const oldest = this.#now() - SILENT_MS;
    const silent = [...this.#members.values()].filter(({ seenAt }) => seenAt < oldest);
    for (const { card } of silent) this.#members.delete(card.id);
    return silent.map(({ card }) => card);
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
