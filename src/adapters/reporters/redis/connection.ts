import { Redis } from 'ioredis';
import type { RedisSettings } from './settings.ts';

/** Hears how the connection is. */
export interface LinkListener {
  /** Messages can be sent. */
  up(): void;
  /** The connection was lost or could not be made; it is tried again until `close`. */
  down(reason: string): void;
  /** Redis is there but does not take a message. */
  refused(reason: string): void;
}

/** What became of one message of a pipeline: Redis took it, refused it, or was gone before it answered. */
export type Delivery = 'delivered' | 'refused' | 'lost';

const CONNECT_TIMEOUT_MS = 1_000;
/** A server that does not answer for so long is treated as gone. */
const ANSWER_TIMEOUT_MS = 2_000;
const LONGEST_PAUSE_MS = 5_000;
const FIRST_PAUSE_MS = 100;
/** Time for the last bytes of a connection that is being closed. */
const CLOSE_MS = 100;

/** One connection to Redis that only publishes. Nothing is queued in it: what cannot be sent now comes back as lost. */
export class RedisLink {
  readonly #redis: Redis;
  readonly #channel: string;
  readonly #listener: LinkListener;
  #reason = 'the connection was closed';
  #closing = false;

  constructor(settings: RedisSettings, listener: LinkListener) {
    this.#channel = `${settings.appPort}:channel:1`;
    this.#listener = listener;
    this.#redis = new Redis({
      host: settings.host,
      port: settings.port,
      db: settings.db,
      ...(settings.username === null ? {} : { username: settings.username }),
      ...(settings.password === null ? {} : { password: settings.password }),
      ...(settings.tls ? { tls: {} } : {}),
      // RESP 2, which every server speaks: publishing needs nothing newer.
      protocol: 2,
      lazyConnect: true,
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      connectTimeout: CONNECT_TIMEOUT_MS,
      socketTimeout: ANSWER_TIMEOUT_MS,
      disconnectTimeout: CLOSE_MS,
      retryStrategy: (times) => this.#pauseBeforeRetry(times),
    });
    this.#redis.on('error', (error: Error) => this.#fail(error));
    this.#redis.on('ready', () => this.#listener.up());
    this.#redis.on('close', () => this.#listener.down(this.#reason));
    this.#connect();
  }

  get ready(): boolean {
    return this.#redis.status === 'ready';
  }

  /** Publishes in one pipeline and says what became of each. Never rejects. */
  async send(messages: readonly string[]): Promise<readonly Delivery[]> {
    const pipeline = this.#redis.pipeline();
    for (const message of messages) pipeline.publish(this.#channel, message);
    const replies = await pipeline.exec().catch(() => null);
    return messages.map((_, index) => this.#deliveryOf(replies?.[index]?.[0]));
  }

  /** No more attempts after the present one; a connection that waits to be tried again is tried at once. */
  lastAttempt(): void {
    this.#closing = true;
    if (this.#redis.status === 'reconnecting') this.#connect();
  }

  close(): void {
    this.#closing = true;
    this.#redis.disconnect();
  }

  #connect(): void {
    // Why it fails is told by the events.
    this.#redis.connect().catch(() => {});
  }

  #pauseBeforeRetry(times: number): number | null {
    return this.#closing ? null : Math.min(FIRST_PAUSE_MS * 2 ** (times - 1), LONGEST_PAUSE_MS);
  }

  /** Refusals come from the server, as ReplyError; everything else means that no answer came. */
  #deliveryOf(error: Error | null | undefined): Delivery {
    if (error === null) return 'delivered';
    if (error?.name !== 'ReplyError') return 'lost';
    this.#listener.refused(error.message);
    return 'refused';
  }

  #fail(error: Error): void {
    this.#reason = reasonOf(error);
  }
}

/** A host with several addresses fails with an AggregateError, which has a code but no message. */
function reasonOf(error: Error): string {
  if (error.message !== '') return error.message;
  return 'code' in error ? String(error.code) : error.name;
}
