import type { RunEvent } from '../../../run/events.ts';
import type { Reporter } from '../../../run/ports.ts';
import { formatCount } from '../../../run/text/numbers.ts';
import { type BufferLimits, MessageBuffer } from './buffer.ts';
import { RedisLink } from './connection.ts';
import { encodeMessage, type Message } from './message.ts';
import type { RedisSettings } from './settings.ts';
import { Translator } from './translator.ts';

export interface RedisOptions {
  readonly settings: RedisSettings;
  /** Takes one line for a person: Redis cannot be reached, is back, missed something. */
  readonly warn: (message: string) => void;
  /** Longest wait for a slow server at the end of a run. */
  readonly closeMs: number;
  readonly limits?: BufferLimits;
}

interface RedisStats {
  readonly published: number;
  readonly dropped: number;
}

export interface RedisMirror extends Reporter {
  stats(): RedisStats;
}

/** Mirrors a run to Redis in Jesse's envelope, as well as Redis takes it: never slower, never failing, never in memory without end. */
export function createRedisReporter(options: RedisOptions): RedisMirror {
  return new RedisReporter(options);
}

/** Some ten thousand backtests that are over at once, because their results are cached. */
const LIMITS: BufferLimits = { messages: 100_000, bytes: 128 * 1024 * 1024 };
/** Large enough to reach hundreds of thousands a second, small enough that an answer comes soon. */
const PIPELINE: BufferLimits = { messages: 500, bytes: 2 * 1024 * 1024 };
/** A pipeline that takes longer is followed by a smaller one, so that what is urgent does not wait behind it. */
const SLOW_MS = 250;
const SMALLEST_SHARE = 1 / 64;

class RedisReporter implements RedisMirror {
  readonly #translator = new Translator();
  readonly #buffer: MessageBuffer;
  readonly #link: RedisLink;
  readonly #name: string;
  readonly #warn: (message: string) => void;
  readonly #closeMs: number;
  /** Part of a whole pipeline that the server takes in a moment. */
  #share = 1 / 16;
  #phase: 'open' | 'closing' | 'closed' = 'open';
  #down = false;
  #refused = false;
  #flushing: readonly Message[] | null = null;
  /** Lost with the connection: they go first when it is back, but a second time only what ends the run. */
  #again: readonly Message[] = [];
  readonly #sentAgain = new WeakSet<Message>();
  #published = 0;
  #lost = 0;
  #told = 0;
  /** Ends the wait of `close`. */
  #release = () => {};

  constructor({ settings, warn, closeMs, limits = LIMITS }: RedisOptions) {
    this.#name = `Redis at ${settings.host}:${settings.port}`;
    this.#warn = warn;
    this.#closeMs = closeMs;
    this.#buffer = new MessageBuffer(limits);
    this.#link = new RedisLink(settings, {
      up: () => this.#meet(),
      down: (reason) => this.#miss(reason),
      refused: (reason) => this.#refuse(reason),
    });
  }

  on(event: RunEvent): void {
    for (const message of this.#translator.translate(event)) this.#buffer.push(message);
    this.#pump();
  }

  stats(): RedisStats {
    return { published: this.#published, dropped: this.#buffer.dropped + this.#lost };
  }

  async close(): Promise<void> {
    if (this.#phase !== 'open') return;
    this.#phase = 'closing';
    await this.#drain();
    this.#phase = 'closed';
    this.#link.close();
    this.#lost += this.#buffer.size + this.#again.length + (this.#flushing?.length ?? 0);
    if (this.#untold() > 0) this.#warn(`${this.#name} missed ${this.#tell()}`);
  }

  #drain(): Promise<void> {
    return new Promise((resolve) => {
      // Half of the time is for everything in order, the other half for what nobody must miss.
      const hurry = setTimeout(() => this.#keepOutcomes(), this.#closeMs / 2);
      const timeout = setTimeout(() => this.#release(), this.#closeMs);
      this.#release = () => {
        clearTimeout(hurry);
        clearTimeout(timeout);
        resolve();
      };
      this.#link.lastAttempt();
      this.#pump();
    });
  }

  #keepOutcomes(): void {
    this.#buffer.discard('progress');
    this.#buffer.discard('log');
  }

  /** Sends what waits, one pipeline after another, as long as there is a connection. */
  async #pump(): Promise<void> {
    if (this.#flushing !== null) return;
    while (this.#link.ready && this.#phase !== 'closed') {
      this.#flushing = this.#next();
      if (this.#flushing.length === 0) break;
      await this.#flush(this.#flushing);
    }
    this.#flushing = null;
    if (this.#buffer.size + this.#again.length === 0) this.#release();
  }

  #next(): readonly Message[] {
    const first = this.#again;
    this.#again = [];
    if (first.length > 0) return first;
    return this.#buffer.take(Math.ceil(PIPELINE.messages * this.#share), PIPELINE.bytes * this.#share);
  }

  async #flush(batch: readonly Message[]): Promise<void> {
    const encoded = await Promise.all(batch.map(encodeMessage));
    const sendable = batch.filter((_, index) => encoded[index] !== null);
    const sentAt = performance.now();
    const deliveries = await this.#link.send(encoded.filter((text) => text !== null));
    const change = performance.now() - sentAt > SLOW_MS ? 1 / 2 : 2;
    this.#share = Math.min(1, Math.max(SMALLEST_SHARE, this.#share * change));
    if (this.#phase === 'closed') return;
    this.#published += deliveries.filter((delivery) => delivery === 'delivered').length;
    const lost = sendable.filter((_, index) => deliveries[index] === 'lost');
    this.#again = lost.filter((message) => message.rank === 'end' || this.#isFirstLoss(message));
    this.#lost += batch.length - deliveries.filter((delivery) => delivery === 'delivered').length - this.#again.length;
  }

  #isFirstLoss(message: Message): boolean {
    if (message.rank !== 'outcome' || this.#sentAgain.has(message)) return false;
    this.#sentAgain.add(message);
    return true;
  }

  #meet(): void {
    if (this.#down) this.#warn(`${this.#name} is back${this.#untold() > 0 ? `; it missed ${this.#tell()}` : ''}`);
    this.#down = false;
    this.#pump();
  }

  #miss(reason: string): void {
    if (this.#phase === 'closed') return;
    if (!this.#down) this.#warn(`${this.#name} cannot be reached (${reason}); the run goes on without it`);
    this.#down = true;
    if (this.#phase === 'closing') this.#release();
  }

  #refuse(reason: string): void {
    if (!this.#refused) this.#warn(`${this.#name} does not take messages: ${reason}`);
    this.#refused = true;
  }

  #untold(): number {
    return this.stats().dropped - this.#told;
  }

  /** How many were missed since it was last told. */
  #tell(): string {
    const count = this.#untold();
    this.#told += count;
    return `${formatCount(count)} ${count === 1 ? 'message' : 'messages'}`;
  }
}
