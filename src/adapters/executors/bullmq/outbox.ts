import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { encodeLetter, type Reply, type WorkerCard } from './messages.ts';

/** Coalesces what happens in this time into one letter. */
const FLUSH_MS = 50;
/** A letter of about so many bytes leaves at once. */
const FULL_BYTES = 1 << 20;
const FACT_BYTES = 200;
/** Replies that no coordinator reads are gone after this time. */
const KEPT_SECONDS = 3600;
/** Pause before a letter that Redis refused, as when its memory is full, is sent again. */
const AGAIN_MS = 500;
/** The end of a session does not wait longer for a Redis that refuses. */
const LONGEST_CLOSE_MS = 3_000;

/** Sends replies of a worker to a stream, which the coordinator of a session reads: in order, and none is lost. */
export class Outbox {
  readonly #redis: Redis;
  readonly #key: string;
  readonly #card: WorkerCard;
  readonly #refused: (reason: string) => void;
  readonly #timer: NodeJS.Timeout;
  #replies: Reply[] = [];
  #bytes = 0;
  #isDue = false;
  #isClosed = false;
  #sending: Promise<void> | null = null;

  /** `refused` hears why Redis does not take a letter, which is sent again. */
  constructor(redis: Redis, key: string, card: WorkerCard, refused: (reason: string) => void) {
    this.#redis = redis;
    this.#key = key;
    this.#card = card;
    this.#refused = refused;
    this.#timer = setInterval(() => this.#sendAny(), FLUSH_MS);
  }

  push(reply: Reply): void {
    this.#replies.push(reply);
    this.#bytes += bytesOf(reply);
    if (this.#bytes > FULL_BYTES) this.#sendAny();
  }

  /** Resolves when all that was pushed before is in Redis. A letter without replies shows that the worker lives. */
  flush(): Promise<void> {
    this.#isDue = true;
    this.#sending ??= this.#sendAll();
    return this.#sending;
  }

  /** Sends what is left. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    const timer = setTimeout(() => {
      this.#isClosed = true;
    }, LONGEST_CLOSE_MS);
    await this.flush();
    clearTimeout(timer);
  }

  #sendAny(): void {
    if (this.#replies.length > 0) void this.flush();
  }

  /** Sends one letter after another; the next has what is pushed while one is on its way. */
  async #sendAll(): Promise<void> {
    while (this.#isDue) {
      this.#isDue = false;
      const letter = encodeLetter({ from: this.#card, replies: this.#replies });
      this.#replies = [];
      this.#bytes = 0;
      await this.#deliver(letter);
    }
    this.#sending = null;
  }

  async #deliver(letter: Buffer): Promise<void> {
    while (!this.#isClosed) {
      const sending = this.#redis.pipeline().xadd(this.#key, '*', 'letter', letter).expire(this.#key, KEPT_SECONDS);
      // Rejects when the connection was closed for good.
      const answers = await sending.exec().catch(() => null);
      const error = answers?.[0]?.[0];
      if (error === undefined || error === null) return;
      this.#refused(error.message);
      await sleep(AGAIN_MS);
    }
  }
}

function bytesOf(reply: Reply): number {
  if (reply.type === 'facts') return reply.facts.length * FACT_BYTES;
  if (reply.type !== 'ended') return 0;
  const records = reply.endings.map(({ ending }) => (ending.kind === 'outcome' ? ending.recorded?.record : null));
  return records.reduce((sum, record) => sum + (record?.bytes.byteLength ?? 0) + FACT_BYTES, 0);
}
