import type { ValueAnswer, ValueOrder, ValueQuestion, ValueTransport } from '../../../run/values/messages.ts';
import type { Inbox } from './inbox.ts';
import type { Outbox } from './outbox.ts';
import { actedUpon, awaitAction, awaitAnswer } from './signals.ts';

/** Timeout of waiting for a value that another thread computes. */
const LONGEST_WAIT_MS = 60_000;

/** In the thread: connects its jobs, one after the other, to the coordinator, which owns the cache. */
export class ThreadTransport {
  readonly #inbox: Inbox;
  readonly #outbox: Outbox;
  readonly #signals: Int32Array;
  #sent = 0;
  #asked = 0;

  constructor(inbox: Inbox, outbox: Outbox, signals: Int32Array) {
    this.#inbox = inbox;
    this.#outbox = outbox;
    this.#signals = signals;
  }

  /** Connects the next job. Its messages count from 1. */
  forJob(): ValueTransport {
    const before = this.#sent;
    return {
      tell: (orders) => this.#tell(orders),
      actedUpon: () => actedUpon(this.#signals) - before,
      ask: (question) => this.#ask(question),
    };
  }

  #tell(orders: readonly ValueOrder[]): void {
    this.#outbox.send({ type: 'orders', orders });
    this.#sent += 1;
    awaitAction(this.#signals, this.#sent);
  }

  #ask(question: ValueQuestion): ValueAnswer {
    this.#asked += 1;
    const number = this.#asked;
    this.#outbox.send({ type: 'question', number, question });
    return awaitAnswer(this.#signals, () => this.#inbox.answerTo(number), LONGEST_WAIT_MS)?.answer ?? null;
  }
}
