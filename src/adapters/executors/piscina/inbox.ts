import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import type { Job } from '../../../model/job.ts';
import type { CoordinatorMessage } from './messages.ts';

type Answer = Extract<CoordinatorMessage, { type: 'answer' }>;

/** In the thread: messages from the coordinator. */
export class Inbox {
  readonly #port: MessagePort;
  readonly #chunks: (readonly Job[])[] = [];
  #wake: () => void = () => {};

  constructor(port: MessagePort) {
    this.#port = port;
    // An answer that arrives here comes too late: whoever asked has given up.
    port.on('message', (message: CoordinatorMessage) => this.#sort(message));
  }

  /** Waits for the next chunk. */
  async nextChunk(): Promise<readonly Job[]> {
    for (let chunk = this.#chunks.shift(); ; chunk = this.#chunks.shift()) {
      if (chunk !== undefined) return chunk;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Returns the answer to a question if it has arrived, without a turn of the event loop. */
  answerTo(number: number): Answer | null {
    for (let next = receiveMessageOnPort(this.#port); next !== undefined; next = receiveMessageOnPort(this.#port)) {
      const answer = this.#sort(next.message);
      if (answer?.number === number) return answer;
    }
    return null;
  }

  /** Keeps chunks; returns answers. */
  #sort(message: CoordinatorMessage): Answer | null {
    if (message.type === 'answer') return message;
    this.#chunks.push(message.jobs);
    this.#wake();
    return null;
  }
}
