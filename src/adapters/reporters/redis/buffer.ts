import { type Message, RANKS, type Rank } from './message.ts';

export interface BufferLimits {
  readonly messages: number;
  /** Sum of the messages' estimates. */
  readonly bytes: number;
}

interface Waiting {
  readonly number: number;
  readonly message: Message;
}

/** Bounded queue before Redis. A full queue drops the oldest message of the lowest rank. */
export class MessageBuffer {
  readonly #limits: BufferLimits;
  readonly #queues: Readonly<Record<Rank, Queue>> = {
    progress: new Queue(),
    log: new Queue(),
    outcome: new Queue(),
    end: new Queue(),
  };
  #size = 0;
  #bytes = 0;
  #dropped = 0;
  #pushed = 0;

  constructor(limits: BufferLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#size;
  }

  get dropped(): number {
    return this.#dropped;
  }

  push(message: Message): void {
    // A message above the limit would push out all the others and then itself.
    if (message.bytes > this.#limits.bytes && message.rank !== 'end') {
      this.#dropped += 1;
      return;
    }
    this.#queues[message.rank].push({ number: this.#pushed++, message });
    this.#size += 1;
    this.#bytes += message.bytes;
    while (this.#isFull() && this.#dropOne());
  }

  /** Drops every message of a rank. */
  discard(rank: Exclude<Rank, 'end'>): void {
    while (this.#queues[rank].first !== null) {
      this.#remove(rank);
      this.#dropped += 1;
    }
  }

  /** Removes the oldest messages: at most `count` and at most `bytes`, but at least one. */
  take(count: number, bytes: number): Message[] {
    const taken: Message[] = [];
    let room = bytes;
    for (let next = this.#oldest(); next !== null && taken.length < count; next = this.#oldest()) {
      room -= next.message.bytes;
      if (room < 0 && taken.length > 0) break;
      taken.push(this.#remove(next.message.rank).message);
    }
    return taken;
  }

  #isFull(): boolean {
    return this.#size > this.#limits.messages || this.#bytes > this.#limits.bytes;
  }

  #dropOne(): boolean {
    const rank = RANKS.find((name) => name !== 'end' && this.#queues[name].first !== null);
    if (rank === undefined) return false;
    this.#remove(rank);
    this.#dropped += 1;
    return true;
  }

  #oldest(): Waiting | null {
    let oldest: Waiting | null = null;
    for (const rank of RANKS) {
      const { first } = this.#queues[rank];
      if (first !== null && (oldest === null || first.number < oldest.number)) oldest = first;
    }
    return oldest;
  }

  #remove(rank: Rank): Waiting {
    const waiting = this.#queues[rank].shift();
    this.#size -= 1;
    this.#bytes -= waiting.message.bytes;
    return waiting;
  }
}

/** FIFO with amortised constant cost; `Array.shift` would move every remaining item. */
class Queue {
  #items: Waiting[] = [];
  #head = 0;

  get first(): Waiting | null {
    return this.#items[this.#head] ?? null;
  }

  push(item: Waiting): void {
    this.#items.push(item);
  }

  shift(): Waiting {
    const item = this.#items[this.#head];
    this.#head += 1;
    if (this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }
}
