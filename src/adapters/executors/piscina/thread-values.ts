import type { ValueConnection, ValueServer } from '../../../run/values/value-server.ts';
import type { CoordinatorMessage, ThreadMessage } from './messages.ts';
import { announceAnswer, countActedUpon } from './signals.ts';

type ValueMessage = Extract<ThreadMessage, { type: 'orders' | 'question' }>;

/** Serves the values of one thread, whose jobs follow one another; each has a connection of its own if it needs one. */
export class ThreadValues {
  /** Null when strategies keep nothing. */
  readonly #server: ValueServer | null;
  readonly #signals: Int32Array;
  readonly #answer: (message: CoordinatorMessage) => void;
  #connection: ValueConnection | null = null;

  constructor(server: ValueServer | null, signals: Int32Array, answer: (message: CoordinatorMessage) => void) {
    this.#server = server;
    this.#signals = signals;
    this.#answer = answer;
  }

  hear(message: ValueMessage): void {
    this.#connection ??= this.#server?.open() ?? null;
    switch (message.type) {
      case 'orders':
        this.#connection?.act(message.orders);
        countActedUpon(this.#signals);
        return;
      case 'question':
        this.#connection?.ask(message.question, (answer) => {
          this.#answer({ type: 'answer', number: message.number, answer });
          announceAnswer(this.#signals);
        });
    }
  }

  /** The job is over. */
  close(): void {
    this.#connection?.close();
    this.#connection = null;
  }
}
