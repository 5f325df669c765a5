import type { Redis } from 'ioredis';
import type { Follower } from '../../dashboard/server/audience.ts';
import { askRedis } from '../redis/ask.ts';
import {
  type ControlRequest,
  controlChannel,
  FIELDS,
  indexKey,
  keysOf,
  type RunOverview,
  runOverview,
} from '../redis/mirror.ts';
import type { RedisSettings } from '../redis/settings.ts';
import { MirroredRun } from './mirrored-run.ts';

/** Ids of runs; others would reach other keys. */
const RUN_ID = /^[\w-]{1,100}$/;
/** Runs of a list. */
const MOST_LISTED = 200;

/** Runs that are mirrored to a Redis, by any machine. */
export class Mirrors {
  readonly #settings: RedisSettings;
  readonly #warn: (message: string) => void;
  readonly #followed = new Map<string, { readonly run: MirroredRun; users: number }>();
  #isWarned = false;

  constructor(settings: RedisSettings, warn: (message: string) => void) {
    this.#settings = settings;
    this.#warn = warn;
  }

  /** The newest runs, newest first; none while Redis cannot be reached. */
  async list(): Promise<readonly RunOverview[]> {
    const { prefix } = this.#settings;
    const listed = await this.#ask(async (redis) => {
      const ids = await redis.zrevrange(indexKey(prefix), 0, MOST_LISTED - 1);
      return Promise.all(ids.map((id) => this.#overviewOf(redis, id)));
    });
    return (listed ?? []).filter((found) => found !== null);
  }

  /** Null for a run that is not mirrored. */
  async overview(run: string): Promise<RunOverview | null> {
    return this.#ask((redis) => this.#overviewOf(redis, run));
  }

  /** Follows a run; null for one that is not mirrored. */
  async follow(run: string, follower: Follower): Promise<(() => void) | null> {
    if (!RUN_ID.test(run)) return null;
    const followed = this.#followed.get(run) ?? { run: new MirroredRun(this.#settings, run), users: 0 };
    this.#followed.set(run, followed);
    followed.users += 1;
    const leave = (): void => {
      followed.users -= 1;
      if (followed.users > 0) return;
      followed.run.close();
      this.#followed.delete(run);
    };
    if (!(await followed.run.found)) {
      leave();
      return null;
    }
    const unfollow = followed.run.audience.follow(follower);
    return () => {
      unfollow();
      leave();
    };
  }

  /** Sends a request to whoever plays a run; false when nobody listens. */
  async cancel(request: ControlRequest): Promise<boolean> {
    const channel = controlChannel(this.#settings.prefix);
    return ((await this.#ask((redis) => redis.publish(channel, JSON.stringify(request)))) ?? 0) > 0;
  }

  /** Name of the channel of requests to cancel. */
  get controlChannel(): string {
    return controlChannel(this.#settings.prefix);
  }

  close(): void {
    for (const { run } of this.#followed.values()) run.close();
  }

  async #overviewOf(redis: Redis, id: string): Promise<RunOverview | null> {
    if (!RUN_ID.test(id)) return null;
    const keys = keysOf(this.#settings.prefix, id);
    const [text, alive] = await Promise.all([redis.hget(keys.hash, FIELDS.overview), redis.exists(keys.alive)]);
    const overview = overviewIn(text);
    return overview?.state === 'running' && alive === 0 ? { ...overview, state: 'interrupted' } : overview;
  }

  /** Asks over a connection of its own; null when Redis cannot be reached, which a person is told once. */
  async #ask<Answer>(question: (redis: Redis) => Promise<Answer>): Promise<Answer | null> {
    const { host, port } = this.#settings;
    const asked = await askRedis(this.#settings, question);
    if (asked.kind === 'unreachable' && !this.#isWarned)
      this.#warn(`Redis at ${host}:${port} cannot be read (${asked.reason}): its runs are missing`);
    this.#isWarned = asked.kind === 'unreachable';
    return asked.kind === 'answered' ? asked.answer : null;
  }
}

/** Null for what no jbt wrote. */
function overviewIn(text: string | null): RunOverview | null {
  try {
    return runOverview.parse(JSON.parse(text ?? ''));
  } catch {
    return null;
  }
}
