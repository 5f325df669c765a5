import type { Redis } from 'ioredis';
import type { Keys } from './keys.ts';
import { ANNOUNCE_EVERY_MS, ANNOUNCED_SECONDS } from './leases.ts';
import type { Announcement } from './messages.ts';

/** Tells workers of a session for as long as it is open. */
export class Announcer {
  readonly #redis: Redis;
  readonly #keys: Keys;
  readonly #forgotten: () => void;
  readonly #compose: () => Announcement;
  #isAnnounced = false;
  #timer: NodeJS.Timeout | undefined;

  /** `forgotten` hears that Redis lost the announcement, and with it everything else. */
  constructor(redis: Redis, keys: Keys, compose: () => Announcement, forgotten: () => void) {
    this.#redis = redis;
    this.#keys = keys;
    this.#compose = compose;
    this.#forgotten = forgotten;
  }

  /** Announces a session, or a change of it. */
  async announce(): Promise<void> {
    this.#isAnnounced = true;
    const announcement = this.#compose();
    await this.#write(announcement);
    await this.#redis.publish(this.#keys.changes, announcement.session);
    clearInterval(this.#timer);
    this.#timer = setInterval(() => void this.#renew().catch(() => {}), ANNOUNCE_EVERY_MS);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    if (!this.#isAnnounced) return;
    const { session } = this.#compose();
    const { announcement, sessions, changes } = this.#keys;
    const cleared = this.#redis.pipeline().del(announcement(session)).srem(sessions, session);
    await cleared.publish(changes, session).exec();
  }

  async #renew(): Promise<void> {
    if ((await this.#write(this.#compose())) === null) this.#forgotten();
  }

  /** Returns what was there before. */
  async #write(announcement: Announcement): Promise<string | null> {
    const { session } = announcement;
    const [key, text] = [this.#keys.announcement(session), JSON.stringify(announcement)];
    const before = await this.#redis.set(key, text, 'EX', ANNOUNCED_SECONDS, 'GET');
    // In this order: others take a session without an announcement for a lost one.
    await this.#redis.sadd(this.#keys.sessions, session);
    return before;
  }
}

/** The announcements of all sessions whose coordinators live, oldest first. */
export async function readAnnouncements(redis: Redis, keys: Keys): Promise<readonly Announcement[]> {
  return (await readSessions(redis, keys)).flatMap(({ text }) =>
    text === null ? [] : (JSON.parse(text) as Announcement),
  );
}

/** Sessions that were announced, and whose coordinators ended without a word. */
export async function takeLostSessions(redis: Redis, keys: Keys): Promise<readonly string[]> {
  const lost = (await readSessions(redis, keys)).flatMap(({ session, text }) => (text === null ? [session] : []));
  if (lost.length > 0) await redis.srem(keys.sessions, ...lost);
  return lost;
}

/** Each session that was announced, with its announcement if it is there still. */
async function readSessions(
  redis: Redis,
  keys: Keys,
): Promise<readonly { readonly session: string; readonly text: string | null }[]> {
  const sessions = (await redis.smembers(keys.sessions)).sort();
  if (sessions.length === 0) return [];
  const texts = await redis.mget(sessions.map((session) => keys.announcement(session)));
  return sessions.map((session, index) => ({ session, text: texts[index] }));
}
