import type { MessagePort } from 'node:worker_threads';
import type { ThreadEnding, ThreadMessage } from './messages.ts';

/** Longest wait of an ending for others to travel with: 20 to 200 short jobs cost one message instead of as many. */
const LONGEST_HOLD_MS = 10;

/**
 * In the thread: messages to the coordinator, in order. The ending of a job may wait for others if nothing else was told
 * of the job: a terminated thread loses those that wait, and their jobs are played again as if they never had been.
 */
export class Outbox {
  readonly #port: MessagePort;
  #endings: ThreadEnding[] = [];
  #flushedAt = 0;
  #hasSpoken = false;

  constructor(port: MessagePort) {
    this.#port = port;
  }

  send(message: ThreadMessage): void {
    this.flush();
    this.#hasSpoken = true;
    this.#port.postMessage(message);
  }

  end(ending: ThreadEnding): void {
    this.#endings.push(ending);
    if (this.#hasSpoken) this.flush();
    else this.flushIfDue();
    this.#hasSpoken = false;
  }

  flushIfDue(): void {
    if (this.#endings.length > 0 && performance.now() - this.#flushedAt >= LONGEST_HOLD_MS) this.flush();
  }

  flush(): void {
    if (this.#endings.length === 0) return;
    const endings = this.#endings;
    this.#endings = [];
    this.#flushedAt = performance.now();
    // Records move without a copy.
    const moved = endings.flatMap(({ recorded }) => recorded?.record?.bytes.buffer ?? []);
    const message: ThreadMessage = { type: 'endings', endings };
    this.#port.postMessage(message, moved);
  }
}
