import type { Redis } from 'ioredis';
import { encodeLetter, type Reply, type WorkerCard } from './messages.ts';

/** Coalesces what happens in this time into one letter. */
const FLUSH_MS = 50;
/** A letter of about so many bytes leaves at once. */
const FULL_BYTES = 1 << 20;
const FACT_BYTES = 200;
/** Replies that no coordinator reads are gone after this time. */
const KEPT_SECONDS = 3600;

/** Sends replies of a worker to a stream, which the coordinator of a session reads. */
export class Outbox {
  readonly #redis: Redis;
  readonly #key: string;
  readonly #card: WorkerCard;
  readonly #timer: NodeJS.Timeout;
  #replies: Reply[] = [];
  #bytes = 0;
  #sent: Promise<unknown> = Promise.resolve();

  constructor(redis: Redis, key: string, card: WorkerCard) {
    this.#redis = redis;
    this.#key = key;
    this.#card = card;
    this.#timer = setInterval(() => void this.#sendAny(), FLUSH_MS);
  }

  push(reply: Reply): void {
    this.#replies.push(reply);
    this.#bytes += bytesOf(reply);
    if (this.#bytes > FULL_BYTES) this.#sendAny();
  }

  /** Resolves when all that was pushed before is in Redis. A letter without replies shows that the worker lives. */
  flush(): Promise<unknown> {
    const replies = this.#replies;
    this.#replies = [];
    this.#bytes = 0;
    const letter = encodeLetter({ from: this.#card, replies });
    const pipeline = this.#redis.pipeline().xadd(this.#key, '*', 'letter', letter).expire(this.#key, KEPT_SECONDS);
    this.#sent = Promise.all([this.#sent, pipeline.exec().catch(() => {})]);
    return this.#sent;
  }

  /** Sends what is left. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.flush();
  }

  #sendAny(): void {
    if (this.#replies.length > 0) void this.flush();
  }
}

function bytesOf(reply: Reply): number {
  if (reply.type === 'facts') return reply.facts.length * FACT_BYTES;
  if (reply.type !== 'ended') return 0;
  const records = reply.endings.map(({ ending }) => (ending.kind === 'outcome' ? ending.recorded?.record : null));
  return records.reduce((sum, record) => sum + (record?.bytes.byteLength ?? 0) + FACT_BYTES, 0);
}
