import { Redis } from 'ioredis';
import { addressOf, reasonOf } from '../../redis/address.ts';
import type { RedisSettings } from '../../redis/settings.ts';

/** Receives the state of the connection. */
export interface LinkListener {
  /** Messages can be sent. */
  up(): void;
  /** The connection failed; attempts go on until `close`. */
  down(reason: string): void;
  /** Redis answered with an error. */
  refused(reason: string): void;
}

/** Fate of one message of a pipeline; `lost` without an answer. */
export type Delivery = 'delivered' | 'refused' | 'lost';

const CONNECT_TIMEOUT_MS = 1_000;
/** Timeout of an answer; after it the connection counts as lost. */
const ANSWER_TIMEOUT_MS = 2_000;
const LONGEST_PAUSE_MS = 5_000;
const FIRST_PAUSE_MS = 100;
/** Time for the last bytes of a closing connection. */
const CLOSE_MS = 100;

/** A command of Redis and its arguments. */
export type Command = readonly [name: string, ...args: (string | number)[]];

/** Connection to Redis that only writes. It queues nothing: what cannot be sent now is lost. */
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
      ...addressOf(settings),
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

  /** Publishes in one pipeline and returns the fate of each message. Never rejects. */
  async send(messages: readonly string[]): Promise<readonly Delivery[]> {
    const pipeline = this.#redis.pipeline();
    for (const message of messages) pipeline.publish(this.#channel, message);
    const replies = await pipeline.exec().catch(() => null);
    return messages.map((_, index) => this.#deliveryOf(replies?.[index]?.[0]));
  }

  /** Executes commands in one pipeline; null unless all were. Never rejects. */
  async execute(commands: readonly Command[]): Promise<readonly unknown[] | null> {
    const pipeline = this.#redis.pipeline();
    for (const [name, ...args] of commands) pipeline.call(name, ...args);
    const replies = await pipeline.exec().catch(() => null);
    const isDone = replies?.every(([error]) => this.#deliveryOf(error) === 'delivered') ?? false;
    return isDone ? (replies ?? []).map(([, answer]) => answer) : null;
  }

  /** False when nobody would hear a message. True when Redis does not tell, and where replicas may have listeners of their own. */
  async isHeard(): Promise<boolean> {
    const asking = this.#redis.pipeline().pubsub('NUMSUB', this.#channel).pubsub('NUMPAT').info('replication');
    const answers = await asking.exec().catch(() => null);
    if (answers === null || answers.some(([error]) => error !== null)) return true;
    const [[, subscribers], [, patterns], [, replication]] = answers;
    const isAlone = /^connected_slaves:0\r?$/m.test(String(replication));
    return !isAlone || Number((subscribers as readonly unknown[])[1]) > 0 || Number(patterns) > 0;
  }

  /** Ends the retries; a pending retry starts at once and is the last. */
  lastAttempt(): void {
    this.#closing = true;
    if (this.#redis.status === 'reconnecting') this.#connect();
  }

  close(): void {
    this.#closing = true;
    this.#redis.disconnect();
  }

  #connect(): void {
    // The `error` event has the reason.
    this.#redis.connect().catch(() => {});
  }

  #pauseBeforeRetry(times: number): number | null {
    return this.#closing ? null : Math.min(FIRST_PAUSE_MS * 2 ** (times - 1), LONGEST_PAUSE_MS);
  }

  /** A ReplyError is a refusal by the server; any other error means that no answer came. */
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
