import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import type { ValueAnswer, ValueOrder, ValueQuestion, ValueTransport } from '../../../run/values/messages.ts';
import type { ThreadAnswer, ThreadMessage } from './messages.ts';
import { actedUpon, awaitAction, awaitAnswer } from './signals.ts';

/** Timeout of waiting for a value that another thread computes. */
const LONGEST_WAIT_MS = 60_000;

/** In the thread: connects a job to the coordinator, which owns the cache. */
export function createTransport(port: MessagePort, signals: Int32Array): ValueTransport {
  return new PortTransport(port, signals);
}

class PortTransport implements ValueTransport {
  readonly #port: MessagePort;
  readonly #signals: Int32Array;
  #sent = 0;
  #asked = 0;

  constructor(port: MessagePort, signals: Int32Array) {
    this.#port = port;
    this.#signals = signals;
  }

  tell(orders: readonly ValueOrder[]): void {
    this.#post({ type: 'orders', orders });
    this.#sent += 1;
    awaitAction(this.#signals, this.#sent);
  }

  actedUpon(): number {
    return actedUpon(this.#signals);
  }

  ask(question: ValueQuestion): ValueAnswer {
    this.#asked += 1;
    this.#post({ type: 'question', number: this.#asked, question });
    return awaitAnswer(this.#signals, () => this.#received(), LONGEST_WAIT_MS)?.answer ?? null;
  }

  /** Returns the answer to the newest question; drops older ones. */
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
