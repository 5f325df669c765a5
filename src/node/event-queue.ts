import type { BatchEvent } from './events.ts';

/** Facts that wait for a slow reader; more are left out. */
const MOST_FACTS = 100_000;

/** Events on their way to one reader. Of progress only the newest waits, and of facts a limited number. */
export class EventQueue implements AsyncIterableIterator<BatchEvent> {
  #waiting: BatchEvent[] = [];
  #facts = 0;
  #isOver = false;
  /** Takes the next event; null while nobody waits. */
  #wake: (() => void) | null = null;
  readonly #left: (queue: EventQueue) => void;

  /** `left` is called when the reader goes away. */
  constructor(left: (queue: EventQueue) => void) {
    this.#left = left;
  }

  push(event: BatchEvent): void {
    if (event.type === 'progress') this.#waiting = this.#waiting.filter(({ type }) => type !== 'progress');
    if (event.type === 'job-facts') {
      if (this.#facts >= MOST_FACTS) return;
      this.#facts += event.facts.length;
    }
    this.#waiting.push(event);
    this.#wake?.();
  }

  /** No event follows. */
  end(): void {
    this.#isOver = true;
    this.#wake?.();
  }

  async next(): Promise<IteratorResult<BatchEvent, undefined>> {
    for (;;) {
      const event = this.#waiting.shift();
      if (event !== undefined) {
        if (event.type === 'job-facts') this.#facts -= event.facts.length;
        return { done: false, value: event };
      }
      if (this.#isOver) return { done: true, value: undefined };
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = null;
    }
  }

  async return(): Promise<IteratorResult<BatchEvent, undefined>> {
    this.#left(this);
    this.#isOver = true;
    this.#waiting = [];
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
