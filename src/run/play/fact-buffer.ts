import type { Fact } from '../events.ts';

const MOST_FACTS = 256;
const LONGEST_WAIT_MS = 100;

/** Batches facts. The first one after a pause is sent at once. */
export class FactBuffer {
  readonly #send: (facts: readonly Fact[]) => void;
  /** Monotonic clock in milliseconds. */
  readonly #now: () => number;
  #waiting: Fact[] = [];
  #sentAt = Number.NEGATIVE_INFINITY;

  constructor(send: (facts: readonly Fact[]) => void, now: () => number) {
    this.#send = send;
    this.#now = now;
  }

  add(fact: Fact): void {
    this.#waiting.push(fact);
    if (this.#waiting.length >= MOST_FACTS) this.flush();
    else this.flushIfDue();
  }

  flushIfDue(): void {
    if (this.#waiting.length > 0 && this.#now() - this.#sentAt >= LONGEST_WAIT_MS) this.flush();
  }

  flush(): void {
    if (this.#waiting.length === 0) return;
    const facts = this.#waiting;
    this.#waiting = [];
    this.#sentAt = this.#now();
    this.#send(facts);
  }
}
