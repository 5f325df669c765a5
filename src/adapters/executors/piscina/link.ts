import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import type { ValueAnswer, ValueLink, ValueOrder, ValueQuestion } from '../../../run/values/messages.ts';
import { actedUpon, awaitAction, awaitAnswer } from './gauge.ts';
import type { ThreadAnswer, ThreadMessage } from './messages.ts';

/** Another thread that computes for longer is no longer waited for. */
const LONGEST_WAIT_MS = 60_000;

/** In the thread: a job's connection to the coordinator, which owns the cache. */
export function createLink(port: MessagePort, gauge: Int32Array): ValueLink {
  return new PortLink(port, gauge);
}

class PortLink implements ValueLink {
  readonly #port: MessagePort;
  readonly #gauge: Int32Array;
  #sent = 0;
  #asked = 0;

  constructor(port: MessagePort, gauge: Int32Array) {
    this.#port = port;
    this.#gauge = gauge;
  }

  tell(orders: readonly ValueOrder[]): void {
    this.#post({ type: 'orders', orders });
    this.#sent += 1;
    awaitAction(this.#gauge, this.#sent);
  }

  actedUpon(): number {
    return actedUpon(this.#gauge);
  }

  ask(question: ValueQuestion): ValueAnswer {
    this.#asked += 1;
    this.#post({ type: 'question', number: this.#asked, question });
    return awaitAnswer(this.#gauge, () => this.#received(), LONGEST_WAIT_MS)?.answer ?? null;
  }

  /** The answer to the newest question; older ones are let go. */
  #received(): ThreadAnswer | null {
    for (let next = receiveMessageOnPort(this.#port); next !== undefined; next = receiveMessageOnPort(this.#port)) {
      const answer: ThreadAnswer = next.message;
      if (answer.number === this.#asked) return answer;
    }
    return null;
  }

  #post(message: ThreadMessage): void {
    this.#port.postMessage(message);
  }
}
