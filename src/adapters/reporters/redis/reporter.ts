import { wireEventOf } from '../../../dashboard/wire.ts';
import type { Timestamp } from '../../../model/time.ts';
import type { RowOf } from '../../../run/coordinator/report-of.ts';
import type { RunEvent } from '../../../run/events.ts';
import type { Reporter, RunControls } from '../../../run/ports.ts';
import { counted } from '../../../run/text/numbers.ts';
import type { RedisSettings } from '../../redis/settings.ts';
import { type BufferLimits, MessageBuffer } from './buffer.ts';
import { RedisLink } from './connection.ts';
import { ControlListener } from './control.ts';
import { encodeMessage, type Message } from './message.ts';
import { SnapshotWriter } from './snapshot-writer.ts';
import { Translator } from './translator.ts';

export interface RedisOptions {
  readonly settings: RedisSettings;
  /** Receives one line for a person: Redis is unreachable, is back, missed messages. */
  readonly warn: (message: string) => void;
  /** True where many machines play: trades are left out, and all messages but the last while nobody listens. */
  readonly isFrugal: boolean;
  /** Longest wait for a slow server at the end of a run. */
  readonly closeMs: number;
  readonly limits?: BufferLimits;
  /** Makes the rows of jobs that have ended. */
  readonly rowOf: RowOf;
  readonly controls: RunControls;
  /** Secret of the run, by which it can be cancelled. */
  readonly token: string;
  /** Wall-clock time. */
  readonly now: Timestamp;
}

interface RedisStats {
  readonly published: number;
  readonly dropped: number;
}

export interface RedisMirror extends Reporter {
  stats(): RedisStats;
}

/** Mirrors a run to Redis in Jesse's envelope: best effort, in bounded memory, never delaying the run. */
export function createRedisReporter(options: RedisOptions): RedisMirror {
  return new RedisReporter(options);
}

/** Buffer limits: enough for ten thousand cached backtests, which end at once. */
const LIMITS: BufferLimits = { messages: 100_000, bytes: 128 * 1024 * 1024 };
/** Largest pipeline: hundreds of thousands of messages a second, and still a quick answer. */
const PIPELINE: BufferLimits = { messages: 500, bytes: 2 * 1024 * 1024 };
/** A pipeline slower than this halves the size of the next, so that the end of a run waits behind little. */
const SLOW_MS = 250;
const SMALLEST_SHARE = 1 / 64;
/** A new listener misses at most the messages of this time. */
const ASK_EVERY_MS = 500;

class RedisReporter implements RedisMirror {
  readonly readsTrades: boolean;
  readonly #translator: Translator;
  readonly #buffer: MessageBuffer;
  readonly #link: RedisLink;
  readonly #writer: SnapshotWriter;
  readonly #control: ControlListener;
  readonly #rowOf: RowOf;
  readonly #name: string;
  readonly #warn: (message: string) => void;
  readonly #closeMs: number;
  /** Size of the next pipeline, as a share of the largest. */
  #share = 1 / 16;
  #isHeard = true;
  #asking: NodeJS.Timeout | undefined;
  #phase: 'open' | 'closing' | 'closed' = 'open';
  #down = false;
  #refused = false;
  #flushing: readonly Message[] | null = null;
  /** Messages lost with the connection. They are sent again first; only the end of the run more than once. */
  #again: readonly Message[] = [];
  readonly #sentAgain = new WeakSet<Message>();
  #published = 0;
  #lost = 0;
  #told = 0;
  /** Resolves the promise of `#drain`. */
  #release = () => {};

  constructor({ settings, warn, isFrugal, closeMs, limits = LIMITS, rowOf, controls, token, now }: RedisOptions) {
    this.readsTrades = !isFrugal;
    this.#translator = new Translator(!isFrugal);
    if (isFrugal) this.#asking = setInterval(() => void this.#ask(), ASK_EVERY_MS).unref();
    this.#name = `Redis at ${settings.host}:${settings.port}`;
    this.#warn = warn;
    this.#closeMs = closeMs;
    this.#buffer = new MessageBuffer(limits);
    this.#link = new RedisLink(settings, {
      up: () => this.#meet(),
      down: (reason) => this.#miss(reason),
      refused: (reason) => this.#refuse(reason),
    });
    this.#rowOf = rowOf;
    this.#writer = new SnapshotWriter({
      ...{ settings, start: now },
      refused: (reason) => this.#refuse(reason),
      settled: () => this.#releaseWhenDone(),
    });
    this.#control = new ControlListener({ settings, controls, token, warn });
  }

  on(event: RunEvent): void {
    if (event.type === 'run-started') this.#control.begin(event.run.id);
    this.#writer.hear(wireEventOf(event, this.#rowOf));
    for (const message of this.#translator.translate(event)) {
      if (this.#isHeard || message.rank === 'end') this.#buffer.push(message);
    }
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
    clearInterval(this.#asking);
    this.#link.close();
    this.#writer.close();
    this.#control.close();
    this.#lost += this.#buffer.size + this.#again.length + (this.#flushing?.length ?? 0);
    if (this.#untold() > 0) this.#warn(`${this.#name} missed ${this.#tell()}`);
  }

  #drain(): Promise<void> {
    return new Promise((resolve) => {
      // The first half of the time is for all messages in order, the second for outcomes and the end.
      const hurry = setTimeout(() => this.#keepOutcomes(), this.#closeMs / 2);
      const timeout = setTimeout(() => this.#release(), this.#closeMs);
      this.#release = () => {
        clearTimeout(hurry);
        clearTimeout(timeout);
        resolve();
      };
      this.#link.lastAttempt();
      this.#writer.finish();
      this.#pump();
    });
  }

  #keepOutcomes(): void {
    this.#buffer.discard('progress');
    this.#buffer.discard('log');
  }

  /** Sends the buffer, one pipeline after another, while the connection is up. */
  async #pump(): Promise<void> {
    if (this.#flushing !== null) return;
    while (this.#link.ready && this.#phase !== 'closed') {
      this.#flushing = this.#next();
      if (this.#flushing.length === 0) break;
      await this.#flush(this.#flushing);
    }
    this.#flushing = null;
    this.#releaseWhenDone();
  }

  #releaseWhenDone(): void {
    if (this.#flushing === null && this.#buffer.size + this.#again.length === 0 && this.#writer.isSettled)
      this.#release();
  }

  #next(): readonly Message[] {
    const first = this.#again;
    this.#again = [];
    if (first.length > 0) return first;
    return this.#buffer.take(Math.ceil(PIPELINE.messages * this.#share), PIPELINE.bytes * this.#share);
  }

  async #flush(batch: readonly Message[]): Promise<void> {
    const encoded = batch.map(encodeMessage);
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

  async #ask(): Promise<void> {
    if (this.#link.ready) this.#isHeard = await this.#link.isHeard();
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

  /** Number of messages missed since the last warning. */
  #tell(): string {
    const count = this.#untold();
    this.#told += count;
    return counted(count, 'message');
  }
}
