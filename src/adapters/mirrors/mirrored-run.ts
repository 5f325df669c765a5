import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { Audience } from '../../dashboard/server/audience.ts';
import { addressOf } from '../redis/address.ts';
import { FIELDS, keysOf, type RunKeys } from '../redis/mirror.ts';
import type { RedisSettings } from '../redis/settings.ts';
import { systemClock } from '../system/clock.ts';
import { eventsIn, readSnapshot } from './read-snapshot.ts';

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;
const CONNECT_TIMEOUT_MS = 2_000;
/** Longest wait for events; after it the run is looked at. */
const BLOCK_MS = 1_000;
const ANSWER_TIMEOUT_MS = 5 * BLOCK_MS;
const ENTRIES_AT_ONCE = 100;

/** One run that somebody mirrors to Redis. All who follow it share one connection, which ends with the last of them. */
export class MirroredRun {
  readonly audience = new Audience(systemClock);
  /** Resolves after the first attempt to read the run: false where Redis has none. */
  readonly found: Promise<boolean>;
  readonly #settings: RedisSettings;
  readonly #keys: RunKeys;
  readonly #id: string;
  readonly #closing = new AbortController();
  #redis: Redis | null = null;
  /** Id of the last event that the audience heard; null before a snapshot is read. */
  #last: string | null = null;
  #isReached = true;
  /** True while the process that plays the run gives no sign of life. */
  #isAbandoned = false;
  #tellFound: (isFound: boolean) => void = () => {};

  constructor(settings: RedisSettings, id: string) {
    this.#settings = settings;
    this.#id = id;
    this.#keys = keysOf(settings.prefix, id);
    this.found = new Promise((resolve) => {
      this.#tellFound = resolve;
    });
    void this.#keepUp();
  }

  close(): void {
    this.#closing.abort();
    this.#redis?.disconnect();
    this.audience.close();
  }

  /** Reads until the run is over or nobody follows it, and begins anew after every fault. */
  async #keepUp(): Promise<void> {
    for (let pause = FIRST_PAUSE_MS; !this.#isOver(); ) {
      const isRead = await this.#read().catch(() => null);
      // Without a snapshot it is not known whether there is such a run.
      this.#tellFound(isRead ?? true);
      this.#reach(isRead === true);
      if (isRead === true) pause = FIRST_PAUSE_MS;
      else {
        this.#begin();
        await this.#pause(pause);
        pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
      }
    }
    this.#redis?.disconnect();
  }

  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#closing.signal }).catch(() => {});
  }

  #isOver(): boolean {
    return this.#closing.signal.aborted || (this.#last !== null && this.audience.view.report !== null);
  }

  /** Begins with a new connection and a new snapshot. */
  #begin(): void {
    this.#redis?.disconnect();
    this.#redis = null;
    this.#last = null;
  }

  /** Reads a snapshot, or what comes behind it; false where there is none. */
  async #read(): Promise<boolean> {
    const redis = await this.#connected();
    if (this.#last !== null) {
      await this.#readEvents(redis, this.#last);
      return true;
    }
    const snapshot = await readSnapshot(redis, this.#keys);
    if (snapshot === null) return false;
    this.audience.replace(snapshot.view);
    this.#last = snapshot.last;
    this.#isAbandoned = false;
    return true;
  }

  async #connected(): Promise<Redis> {
    if (this.#redis !== null) return this.#redis;
    const redis = new Redis({
      ...addressOf(this.#settings),
      lazyConnect: true,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      connectTimeout: CONNECT_TIMEOUT_MS,
      socketTimeout: ANSWER_TIMEOUT_MS,
      retryStrategy: () => null,
    });
    // The command that fails tells it.
    redis.on('error', () => {});
    this.#redis = redis;
    await redis.connect();
    return redis;
  }

  async #readEvents(redis: Redis, last: string): Promise<void> {
    const found = await redis.xread('COUNT', ENTRIES_AT_ONCE, 'BLOCK', BLOCK_MS, 'STREAMS', this.#keys.events, last);
    const entries = found?.[0]?.[1] ?? [];
    if (entries.length === 0) return this.#look(redis, last);
    for (const [id, fields] of entries) {
      // The stream was cut, or the run begins anew: the snapshot knows more.
      if (this.#isAbandoned || !follows(id, this.#last ?? '')) {
        this.#last = null;
        return this.#pause(FIRST_PAUSE_MS);
      }
      for (const event of eventsIn(fields)) this.audience.hear(event);
      this.#last = id;
    }
  }

  /** Looks at a silent run: it may be written anew, or its process may be gone. */
  async #look(redis: Redis, last: string): Promise<void> {
    const [written, alive] = await Promise.all([
      redis.hget(this.#keys.hash, FIELDS.last),
      redis.exists(this.#keys.alive),
    ]);
    if (written === null || isBehind(last, written)) this.#last = null;
    else if (alive === 0 && !this.#isAbandoned) {
      this.#isAbandoned = true;
      const { view } = this.audience;
      this.audience.replace({ ...view, state: { ...view.state, phase: 'finished' } });
    }
  }

  #reach(isReached: boolean): void {
    if (isReached === this.#isReached) return;
    this.#isReached = isReached;
    this.audience.tell({ kind: 'source', run: this.#id, isReached });
  }
}

function partsOf(id: string): readonly [start: number, number: number] {
  const [start, number] = id.split('-').map(Number);
  return [start, number];
}

/** True for the event next to another. */
function follows(id: string, last: string): boolean {
  const [[start, number], [lastStart, lastNumber]] = [partsOf(id), partsOf(last)];
  return start === lastStart && number === lastNumber + 1;
}

function isBehind(last: string, written: string): boolean {
  const [[start, number], [writtenStart, writtenNumber]] = [partsOf(last), partsOf(written)];
  return start !== writtenStart || number < writtenNumber;
}
