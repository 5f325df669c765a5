import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import type { CoordinatorMessage, ThreadMessage } from './messages.ts';
import type { ThreadPool } from './pool.ts';
import { createSignals } from './signals.ts';

/** The connection to one thread, from its start to its death. */
export class ThreadConnection {
  readonly signals = createSignals();
  readonly #port: MessagePort;
  readonly #abort = new AbortController();
  readonly #hear: (message: ThreadMessage) => void;

  /** `died` gets the error that ended the thread, after the last message was heard. */
  constructor(pool: ThreadPool, hear: (message: ThreadMessage) => void, died: (crash: unknown) => void) {
    const { port1: ours, port2: theirs } = new MessageChannel();
    this.#port = ours;
    this.#hear = hear;
    ours.on('message', (message: ThreadMessage) => hear(message));
    void this.#serve(pool, theirs).then(died);
  }

  send(message: CoordinatorMessage): void {
    this.#port.postMessage(message);
  }

  /** Terminates the thread. */
  kill(): void {
    this.#abort.abort();
  }

  async #serve(pool: ThreadPool, theirs: MessagePort): Promise<unknown> {
    const crash = await pool.run({ port: theirs, signals: this.signals }, theirs, this.#abort.signal);
    this.#hearTheRest();
    this.#port.close();
    theirs.close();
    return crash;
  }

  /** Drains the port: the pool reports on another one, so that the last messages may still wait here. */
  #hearTheRest(): void {
    for (let next = receiveMessageOnPort(this.#port); next !== undefined; next = receiveMessageOnPort(this.#port)) {
      this.#hear(next.message);
    }
  }
}
