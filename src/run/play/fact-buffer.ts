import type { Fact } from '../events.ts';

const MOST_FACTS = 256;
/** A batch of 256 lines of 100 kB would take 25 MB, and many batches may wait for the coordinator. */
const MOST_CHARACTERS = 64 * 2 ** 10;
const LONGEST_WAIT_MS = 100;

/** Batches facts. The first one after a pause is sent at once. */
export class FactBuffer {
  readonly #send: (facts: readonly Fact[]) => void;
  /** Monotonic clock in milliseconds. */
  readonly #now: () => number;
  #waiting: Fact[] = [];
  #characters = 0;
  #sentAt = Number.NEGATIVE_INFINITY;

  constructor(send: (facts: readonly Fact[]) => void, now: () => number) {
    this.#send = send;
    this.#now = now;
  }

  /** `characters` is the length of the text in the fact. */
  add(fact: Fact, characters: number): void {
    this.#waiting.push(fact);
    this.#characters += characters;
    if (this.#waiting.length >= MOST_FACTS || this.#characters >= MOST_CHARACTERS) this.flush();
    else this.flushIfDue();
  }

  flushIfDue(): void {
    if (this.#waiting.length > 0 && this.#now() - this.#sentAt >= LONGEST_WAIT_MS) this.flush();
  }

  flush(): void {
    if (this.#waiting.length === 0) return;
    const facts = this.#waiting;
    this.#waiting = [];
    this.#characters = 0;
    this.#sentAt = this.#now();
    this.#send(facts);
  }
}
