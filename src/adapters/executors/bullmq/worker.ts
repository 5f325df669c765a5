import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Software } from '../../../run/events.ts';
import { type Blobs, nearBlobs } from '../../../run/play/remote/blobs.ts';
import { getInputs, type Modules } from '../../../run/play/remote/keyed-inputs.ts';
import type { Executor, SharedInputs } from '../../../run/ports.ts';
import { openRedis } from '../../redis/open.ts';
import type { RedisSettings } from '../../redis/settings.ts';
import { readAnnouncements } from './announcer.ts';
import { type Keys, keysBelow } from './keys.ts';
import { ASK_EVERY_MS, LEASES, type Leases } from './leases.ts';
import { type Announcement, decodeInputs, type Platform, type Reply, type WorkerCard } from './messages.ts';
import { Outbox } from './outbox.ts';
import { refusalOf } from './refusals.ts';
import { WorkerSession } from './session.ts';
import { chanceToLeave, leastServed } from './sharing.ts';

/** Inputs and limits of the executor of a session. */
export interface SessionSetup {
  readonly shared: SharedInputs;
  readonly timeoutMs: number | null;
  readonly stallMs: number | null;
}

export interface WorkerOptions {
  readonly settings: RedisSettings;
  readonly host: string;
  readonly threads: number;
  readonly platform: Platform;
  readonly software: Software;
  readonly blobs: Blobs;
  /** The jobs of parcels. */
  readonly parcels: Blobs;
  /** Keeps candles and strategies for later runs. */
  readonly near?: Blobs;
  readonly modules: Pick<Modules, 'write'>;
  /** Opens what plays the jobs of a session. */
  readonly open: (setup: SessionSetup) => Promise<Executor>;
  /** Shows a line to a person. */
  readonly say: (line: string) => void;
  /** The only session to serve, with inputs that are there already. */
  readonly only?: { readonly session: string; readonly shared: SharedInputs };
  readonly leases?: Leases;
}

/** A worker at work. */
export interface RemoteWorker {
  /** Rejects when it cannot go on. */
  readonly over: Promise<void>;
  /** Gives back what it plays, and ends. */
  close(): Promise<void>;
}

/** A session that has nothing to do makes way for another after this time. */
const REST_MS = 2_000;
/** A Redis that is away must not keep a worker from its end: others play what it had once its lock expires. */
const LONGEST_CLOSE_MS = 5_000;
const MISSING_PAUSE_MS = 500;
const MISSING_TOLD_EVERY = 10;

/** Starts a worker, which serves one session after another. */
export function startWorker(options: WorkerOptions): RemoteWorker {
  const worker = new QueueWorker(options);
  return { over: worker.run(), close: () => worker.close() };
}

class QueueWorker {
  readonly #options: WorkerOptions;
  readonly #card: WorkerCard;
  readonly #keys: Keys;
  readonly #redis: Redis;
  readonly #ears: Redis;
  readonly #refused = new Set<string>();
  #said = '';
  #changed: () => void = () => {};
  #isClosing = false;
  #ended: Promise<void> = Promise.resolve();
  #giveUp: () => void = () => {};
  readonly #late = new Promise<void>((resolve) => {
    this.#giveUp = resolve;
  });

  constructor(options: WorkerOptions) {
    const { settings, host, threads, software, say } = options;
    this.#options = options;
    this.#keys = keysBelow(settings.prefix);
    this.#card = { id: `${host}-${process.pid}-${randomUUID().slice(0, 8)}`, host, threads, ...software };
    this.#redis = openRedis(settings, (reason) => say(`waits for Redis (${reason})`));
    this.#ears = openRedis(settings, () => {});
  }

  async run(): Promise<void> {
    this.#ears.on('message', () => this.#changed());
    this.#ears.subscribe(this.#keys.changes).catch(() => {});
    this.#ended = Promise.race([this.#serveAll(), this.#late]);
    try {
      await this.#ended;
    } finally {
      this.#ears.disconnect();
      this.#redis.disconnect();
    }
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    this.#changed();
    const timer = setTimeout(this.#giveUp, LONGEST_CLOSE_MS);
    await this.#ended.catch(() => {});
    clearTimeout(timer);
  }

  async #serveAll(): Promise<void> {
    let left: string | null = null;
    while (!this.#isClosing) {
      const playable = await this.#playable(await this.#announced());
      const others = playable.filter(({ session }) => session !== left);
      const next = leastServed(others.length > 0 ? others : playable, Math.random());
      left = null;
      if (next === undefined) await this.#change();
      else left = (await this.#serve(next)) ? next.session : null;
    }
  }

  /** Sessions that this worker can play. It tells the others why it does not. */
  async #playable(announced: readonly Announcement[]): Promise<readonly Announcement[]> {
    const { only } = this.#options;
    const asked = announced.filter(({ session, state }) => {
      return state === 'playing' && !this.#refused.has(session) && (only === undefined || session === only.session);
    });
    const playable: Announcement[] = [];
    for (const announcement of asked) {
      const reason = refusalOf(this.#options.platform, announcement.platform);
      if (reason === null) playable.push(announcement);
      else await this.#refuse(announcement.session, reason);
    }
    return playable;
  }

  async #refuse(session: string, reason: string): Promise<void> {
    this.#refused.add(session);
    this.#options.say(`refuses ${session}: ${reason}`);
    await this.#tell(session, { type: 'refused', reason });
  }

  /** Plays a session until it is over. Returns true where the worker leaves it for another. */
  async #serve(announcement: Announcement): Promise<boolean> {
    const { session, timeoutMs, stallMs } = announcement;
    const { only, open, say, settings, leases = LEASES } = this.#options;
    say(`plays ${session}`);
    const shared = only?.shared ?? (await this.#inputsOf(announcement));
    if (shared === null) return false;
    const executor = await open({ shared, timeoutMs, stallMs });
    const part = new WorkerSession({
      settings,
      redis: this.#redis,
      session,
      card: this.#card,
      leases,
      executor,
      refused: (reason) => this.#sayOnce(`waits for Redis, which refuses what happened: ${reason}`),
      fetch: (digest) => this.#fetch(session, digest, this.#options.parcels),
    });
    let decidedAt = performance.now();
    try {
      for (;;) {
        const announced = await this.#announced();
        const own = announced.find((one) => one.session === session);
        if (this.#isClosing || own?.state !== 'playing') return false;
        if (part.hasLeft) return true;
        for (const id of own.cancelled) executor.cancel(id);
        const others = (await this.#playable(announced)).filter((other) => other !== own);
        if (part.restedMs > REST_MS && others.length > 0) return true;
        if (performance.now() - decidedAt > leases.shareMs) {
          decidedAt = performance.now();
          if (Math.random() < chanceToLeave(own, others, this.#card.threads)) void part.leave();
        }
        await this.#change();
      }
    } finally {
      await part.close();
      await executor.close();
      say(`is done with ${session}`);
    }
  }

  /** Null when the session ended before all was there, or when this machine has no room for it, which is told. */
  async #inputsOf({ session, inputs }: Announcement): Promise<SharedInputs | null> {
    const { blobs: far, near, modules } = this.#options;
    const blobs = near === undefined ? far : nearBlobs(near, far);
    const fetch = (digest: string): Promise<Uint8Array> => this.#fetch(session, digest, blobs);
    try {
      return await getInputs(decodeInputs(await fetch(inputs)), modules, fetch);
    } catch (error) {
      if (!this.#isClosing && (await this.#isPlaying(session))) {
        await this.#refuse(session, error instanceof Error ? error.message : String(error));
      }
      return null;
    }
  }

  /** Waits for a content, and asks for it. Rejects when the session is over. */
  async #fetch(session: string, digest: string, blobs: Blobs): Promise<Uint8Array> {
    for (let attempt = 0; ; attempt++) {
      const content = await blobs.get(digest);
      if (content !== null) return content;
      if (this.#isClosing || !(await this.#isPlaying(session))) throw new Error(`${session} is over`);
      if (attempt % MISSING_TOLD_EVERY === 1) await this.#tell(session, { type: 'missing' });
      await sleep(MISSING_PAUSE_MS);
    }
  }

  async #tell(session: string, reply: Reply): Promise<void> {
    const outbox = new Outbox(this.#redis, this.#keys.replies(session), this.#card, () => {});
    outbox.push(reply);
    await outbox.close();
  }

  #sayOnce(line: string): void {
    if (this.#said !== line) this.#options.say(line);
    this.#said = line;
  }

  async #isPlaying(session: string): Promise<boolean> {
    return (await this.#announced()).some((one) => one.session === session && one.state === 'playing');
  }

  #announced(): Promise<readonly Announcement[]> {
    return readAnnouncements(this.#redis, this.#keys);
  }

  /** Waits until an announcement has changed, or for a second. */
  async #change(): Promise<void> {
    if (this.#isClosing) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ASK_EVERY_MS);
      this.#changed = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
