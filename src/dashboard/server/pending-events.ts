import type { WireEvent } from '../wire.ts';

/** Lines of logs that may wait for the next message; a strategy can log a million a second. */
const MOST_LINES = 500;

/** Events that wait for the next message: the newest progress and the newest workers alone, and no more lines than a reader could see. */
export class PendingEvents {
  #events: WireEvent[] = [];
  #lines = 0;

  add(event: WireEvent): void {
    if (event.type === 'progress' && this.#events.at(-1)?.type === 'progress') this.#events.pop();
    if (event.type === 'workers') this.#events = this.#events.filter(({ type }) => type !== 'workers');
    if (event.type === 'job-facts') {
      this.#lines += event.lines.length;
      if (this.#lines > MOST_LINES) return;
    }
    this.#events.push(event);
  }

  take(): readonly WireEvent[] {
    const events = this.#events;
    this.#events = [];
    this.#lines = 0;
    return events;
  }
}
