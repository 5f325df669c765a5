import type { Redis } from 'ioredis';
import type { Keys } from './keys.ts';
import { ANNOUNCE_EVERY_MS, ANNOUNCED_SECONDS } from './leases.ts';
import type { Announcement } from './messages.ts';

/** Tells workers of a session for as long as it is open. */
export class Announcer {
  readonly #redis: Redis;
  readonly #keys: Keys;
  readonly #forgotten: () => void;
  #announcement: Announcement | null = null;
  #timer: NodeJS.Timeout | undefined;

  /** `forgotten` hears that Redis lost the announcement, and with it everything else. */
  constructor(redis: Redis, keys: Keys, forgotten: () => void) {
    this.#redis = redis;
    this.#keys = keys;
    this.#forgotten = forgotten;
  }

  /** Announces a session, or a change of it. */
  async announce(announcement: Announcement): Promise<void> {
    this.#announcement = announcement;
    await this.#write();
    await this.#redis.publish(this.#keys.changes, announcement.session);
    clearInterval(this.#timer);
    this.#timer = setInterval(() => void this.#renew().catch(() => {}), ANNOUNCE_EVERY_MS);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    if (this.#announcement === null) return;
    const { session } = this.#announcement;
    const { announcement, sessions, changes } = this.#keys;
    const cleared = this.#redis.pipeline().del(announcement(session)).srem(sessions, session);
    await cleared.publish(changes, session).exec();
  }

  async #renew(): Promise<void> {
    if ((await this.#write()) === null) this.#forgotten();
  }

  /** Returns what was there before. */
  async #write(): Promise<string | null> {
    if (this.#announcement === null) return null;
    const { session } = this.#announcement;
    await this.#redis.sadd(this.#keys.sessions, session);
    const text = JSON.stringify(this.#announcement);
    return this.#redis.set(this.#keys.announcement(session), text, 'EX', ANNOUNCED_SECONDS, 'GET');
  }
}

/** The announcements of all sessions whose coordinators live, oldest first. */
export async function readAnnouncements(redis: Redis, keys: Keys): Promise<readonly Announcement[]> {
  const sessions = (await redis.smembers(keys.sessions)).sort();
  if (sessions.length === 0) return [];
  const found = await redis.mget(sessions.map((session) => keys.announcement(session)));
  return found.flatMap((text) => (text === null ? [] : (JSON.parse(text) as Announcement)));
}

/** Sessions that were announced, and whose coordinators ended without a word. */
export async function takeLostSessions(redis: Redis, keys: Keys): Promise<readonly string[]> {
  const living = new Set((await readAnnouncements(redis, keys)).map(({ session }) => session));
  const lost = (await redis.smembers(keys.sessions)).filter((session) => !living.has(session));
  if (lost.length > 0) await redis.srem(keys.sessions, ...lost);
  return lost;
}
