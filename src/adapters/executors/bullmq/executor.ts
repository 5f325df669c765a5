import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { JbtError } from '../../../model/errors.ts';
import { type Job, type JobId, plannedMinutes } from '../../../model/job.ts';
import type { JobProgress, WorkerState } from '../../../run/events.ts';
import type { Blobs } from '../../../run/play/remote/blobs.ts';
import type { ChunkListener, Executor } from '../../../run/ports.ts';
import { counted } from '../../../run/text/numbers.ts';
import { openRedis } from '../../redis/open.ts';
import type { RedisSettings } from '../../redis/settings.ts';
import { Announcer, takeLostSessions } from './announcer.ts';
import { Fleet } from './fleet.ts';
import { readLetters } from './inbox.ts';
import { type Keys, keysBelow } from './keys.ts';
import type { Letter } from './messages.ts';
import { ParcelQueue } from './parcel-queue.ts';
import { type Parcel, Parcels } from './parcels.ts';
import { Publication, type PublicationParts } from './publication.ts';
import { refusalByRedis } from './refusals.ts';
import { Replies } from './replies.ts';

export interface BullmqExecutorOptions extends Omit<PublicationParts, 'session' | 'threads' | 'isStopped'> {
  readonly settings: RedisSettings;
  /** Id of the run. */
  readonly run: string;
  /** Keeps the jobs of parcels, which are put again while they wait: a minute is enough. */
  readonly parcels: Blobs;
  /** Key of the result of a job: jobs with the same key must come to the same. */
  readonly keyOf: (job: Job) => string;
  /** Shows a line to a person. */
  readonly warn: (message: string) => void;
  /** Ends the run with an error. */
  readonly fail: (error: JbtError) => void;
}

/** Work of a parcel: it hides the 3 ms that a parcel takes on its way, and is lost when a worker dies. */
const CHUNK_MS = 10_000;
/** Running jobs of a stopped executor are given back after this time. */
const STOP_MS = 3_000;
/** Interval at which parcels that nobody holds go into the queue again; those still in it stay as they are. */
const REPAIR_MS = 10_000;
/** A person should know by then that no worker has come. */
const LONELY_MS = 10_000;

/** Creates an executor on the workers of several machines. */
export function createBullmqExecutor(options: BullmqExecutorOptions): RemoteExecutor {
  return new BullmqExecutor(options);
}

export interface RemoteExecutor extends Executor {
  /** Name under which workers find the run. */
  readonly session: string;
}

class BullmqExecutor implements RemoteExecutor {
  readonly chunkMs = CHUNK_MS;
  readonly session: string;
  readonly #options: BullmqExecutorOptions;
  readonly #keys: Keys;
  readonly #redis: Redis;
  readonly #reader: Redis;
  readonly #announcer: Announcer;
  readonly #publication: Publication;
  readonly #queue: ParcelQueue;
  readonly #parcels = new Parcels();
  readonly #fleet = new Fleet(() => performance.now());
  readonly #replies: Replies;
  readonly #timers: NodeJS.Timeout[] = [];
  #published: Promise<void>;
  #grown: () => void = () => {};
  #isStopped = false;
  #isPublishing = false;

  constructor(options: BullmqExecutorOptions) {
    const { settings, run, warn } = options;
    const lost = (reason: string): void => warn(`Redis cannot be reached (${reason}); the run waits for it`);
    this.#options = options;
    this.#keys = keysBelow(settings.prefix);
    this.session = `${run}-${randomUUID().slice(0, 8)}`;
    this.#redis = openRedis(settings, lost);
    this.#reader = openRedis(settings, () => {});
    this.#queue = new ParcelQueue(settings, this.session, options.parcels, options.keyOf);
    const now = { threads: () => this.#fleet.playing, isStopped: () => this.#isStopped };
    this.#publication = new Publication({ ...options, ...now, session: this.session });
    const forgotten = (): void => this.#republish('Redis was emptied');
    this.#announcer = new Announcer(this.#redis, this.#keys, () => this.#publication.announcement(), forgotten);
    this.#replies = new Replies({
      parcels: this.#parcels,
      fleet: this.#fleet,
      isStopped: () => this.#isStopped,
      isCancelled: (jobId) => this.#publication.isCancelled(jobId),
      fail: (error) => options.fail(error),
      send: (parcels) => this.#send(parcels),
    });
    void readLetters(this.#reader, this.#keys.replies(this.session), (letters) => this.#hear(letters));
    this.#published = this.#guarded(() => this.#publish());
    this.#every(REPAIR_MS, () => this.#repair(performance.now() - REPAIR_MS));
    const lonely = setTimeout(() => this.#tellIfLonely(), LONELY_MS);
    this.#timers.push(lonely);
  }

  get threads(): number {
    return this.#fleet.threads;
  }

  onGrowth(callback: () => void): void {
    this.#grown = callback;
  }

  async play(jobs: readonly Job[], listener: ChunkListener): Promise<readonly Job[]> {
    if (this.#isStopped) return jobs;
    const { parcel, over } = this.#parcels.add(jobs, listener, performance.now());
    this.#send([parcel]);
    return over;
  }

  progress(): readonly JobProgress[] {
    return this.#replies.progress().flatMap(({ parcel, index, thread, minutes }) => {
      const found = this.#parcels.get(parcel);
      if (found === null || !found.open.has(index)) return [];
      const job = found.jobs[index];
      return { jobId: job.id, thread, minutes, totalMinutes: plannedMinutes(job) };
    });
  }

  workers(): readonly WorkerState[] {
    return this.#fleet.states();
  }

  cancel(jobId: JobId): void {
    this.#publication.cancel(jobId);
    void this.#guarded(() => this.#announce());
  }

  stop(): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    void this.#guarded(() => this.#stopWorkers());
    for (const { id, holder } of this.#parcels.all()) if (holder === null) this.#parcels.end(id);
    this.#timers.push(setTimeout(() => this.#giveBack(), STOP_MS));
  }

  async close(): Promise<void> {
    this.#isStopped = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#giveBack();
    const cleared = Promise.allSettled([
      this.#announcer.close(),
      this.#queue.remove(),
      this.#redis.del(this.#keys.replies(this.session)),
    ]);
    // A server that is away must not keep the process from its end.
    await Promise.race([cleared, new Promise((resolve) => setTimeout(resolve, STOP_MS).unref())]);
    this.#reader.disconnect();
    this.#redis.disconnect();
    this.#queue.disconnect();
  }

  /** Puts everything that workers need into Redis, and removes what others left there. */
  async #publish(): Promise<void> {
    await this.#publication.putInputs();
    await this.#announcer.announce();
    for (const session of await takeLostSessions(this.#redis, this.#keys)) {
      await this.#queue.removeOther(session);
      await this.#redis.del(this.#keys.replies(session));
    }
  }

  async #announce(): Promise<void> {
    await this.#published;
    await this.#announcer.announce();
  }

  async #stopWorkers(): Promise<void> {
    await this.#announce();
    await this.#queue.clear();
  }

  #republish(why: string): void {
    if (this.#isStopped || this.#isPublishing) return;
    this.#options.warn(`${why}: what the workers need is published again`);
    this.#isPublishing = true;
    this.#published = this.#guarded(async () => {
      await this.#publish();
      await this.#repair(performance.now());
    }).finally(() => {
      this.#isPublishing = false;
    });
  }

  /** Puts parcels into the queue again that nobody has taken since a time, or whose worker is gone. */
  async #repair(sentBefore: number): Promise<void> {
    for (const { id, host } of this.#fleet.takeSilent()) {
      this.#replies.forget(id);
      this.#options.warn(`the worker on ${host} is silent: what it had is played elsewhere`);
    }
    const forsaken = this.#parcels
      .all()
      .filter(({ holder, sentAt }) => (holder === null ? sentAt <= sentBefore : !this.#fleet.has(holder)));
    if (!this.#isStopped && forsaken.length > 0) await this.#queue.add(forsaken);
  }

  #send(parcels: readonly Parcel[]): void {
    void this.#guarded(async () => {
      await this.#published;
      if (!this.#isStopped) await this.#queue.add(parcels);
    });
  }

  #hear(letters: readonly Letter[]): void {
    const { threads } = this;
    for (const { from, replies } of letters) {
      for (const reply of replies) {
        if (reply.type === 'refused')
          this.#options.warn(`the worker on ${from.host} does not play this run: ${reply.reason}`);
        if (reply.type !== 'missing') continue;
        this.#republish(`the worker on ${from.host} misses a content`);
        this.#send(this.#parcels.all());
      }
    }
    this.#replies.hear(letters);
    if (this.threads > threads) this.#grown();
  }

  #giveBack(): void {
    for (const { id } of this.#parcels.all()) this.#parcels.end(id);
  }

  #tellIfLonely(): void {
    if (this.#fleet.size > 0 || this.#isStopped) return;
    const waiting = counted(this.#parcels.all().length, 'chunk');
    this.#options.warn(`no worker has come yet, and ${waiting} wait: start one with jbt worker --redis URL`);
  }

  #every(ms: number, action: () => Promise<void>): void {
    this.#timers.push(setInterval(() => void this.#guarded(action), ms));
  }

  /** An error that is not the end of a connection ends the run. */
  async #guarded(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      if (error instanceof JbtError) this.#options.fail(error);
      else if (!this.#isStopped)
        this.#options.fail(new JbtError('RedisUnavailable', `Redis refused: ${refusalByRedis(error)}`));
    }
  }
}
