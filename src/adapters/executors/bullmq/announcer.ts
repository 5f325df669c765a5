import type { Redis } from 'ioredis';
import { announcementKey, CHANGES, SESSIONS } from './keys.ts';
import { ANNOUNCE_EVERY_MS, ANNOUNCED_SECONDS } from './leases.ts';
import type { Announcement } from './messages.ts';

/** Tells workers of a session for as long as it is open. */
export class Announcer {
  readonly #redis: Redis;
  readonly #forgotten: () => void;
  #announcement: Announcement | null = null;
  #timer: NodeJS.Timeout | undefined;

  /** `forgotten` hears that Redis lost the announcement, and with it everything else. */
  constructor(redis: Redis, forgotten: () => void) {
    this.#redis = redis;
    this.#forgotten = forgotten;
  }

  /** Announces a session, or a change of it. */
  async announce(announcement: Announcement): Promise<void> {
    this.#announcement = announcement;
    await this.#write();
    await this.#redis.publish(CHANGES, announcement.session);
    clearInterval(this.#timer);
    this.#timer = setInterval(() => void this.#renew().catch(() => {}), ANNOUNCE_EVERY_MS);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    if (this.#announcement === null) return;
    const { session } = this.#announcement;
    await this.#redis.pipeline().del(announcementKey(session)).srem(SESSIONS, session).publish(CHANGES, session).exec();
  }

  async #renew(): Promise<void> {
    if ((await this.#write()) === null) this.#forgotten();
  }

  /** Returns what was there before. */
  async #write(): Promise<string | null> {
    if (this.#announcement === null) return null;
    const { session } = this.#announcement;
    await this.#redis.sadd(SESSIONS, session);
    const text = JSON.stringify(this.#announcement);
    return this.#redis.set(announcementKey(session), text, 'EX', ANNOUNCED_SECONDS, 'GET');
  }
}

/** The announcements of all sessions whose coordinators live, oldest first. */
export async function readAnnouncements(redis: Redis): Promise<readonly Announcement[]> {
  const sessions = (await redis.smembers(SESSIONS)).sort();
  if (sessions.length === 0) return [];
  const found = await redis.mget(sessions.map(announcementKey));
  return found.flatMap((text) => (text === null ? [] : (JSON.parse(text) as Announcement)));
}

/** Sessions that were announced, and whose coordinators ended without a word. */
export async function takeLostSessions(redis: Redis): Promise<readonly string[]> {
  const living = new Set((await readAnnouncements(redis)).map(({ session }) => session));
  const lost = (await redis.smembers(SESSIONS)).filter((session) => !living.has(session));
  if (lost.length > 0) await redis.srem(SESSIONS, ...lost);
  return lost;
}
