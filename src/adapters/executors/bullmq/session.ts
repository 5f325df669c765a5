import type { Job as QueueJob, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Job } from '../../../model/job.ts';
import type { ChunkListener, Ending, Executor } from '../../../run/ports.ts';
import { loadBullmq } from '../../redis/bullmq.ts';
import { lastingConnection } from '../../redis/open.ts';
import type { RedisSettings } from '../../redis/settings.ts';
import { FirstOutcomes, type KeyedResult } from './first-outcomes.ts';
import { keysBelow } from './keys.ts';
import { DEADLY_STALLS, DRAIN_SECONDS, type Leases, MOST_STALLS } from './leases.ts';
import { decodeJobs, type ParcelMessage, type WorkerCard } from './messages.ts';
import { Outbox } from './outbox.ts';
import { Turns } from './turns.ts';

export interface SessionParts {
  readonly settings: RedisSettings;
  readonly redis: Redis;
  readonly session: string;
  readonly card: WorkerCard;
  readonly leases: Leases;
  /** Plays the jobs; its threads are not the one that renews. */
  readonly executor: Executor;
  /** Hears why Redis does not take what happened; it is told again. */
  readonly refused: (reason: string) => void;
  /** Waits until a content is there. */
  readonly fetch: (digest: string) => Promise<Uint8Array>;
}

const PROGRESS_MS = 500;
/** Something is told so often, if only that the worker lives. */
const SIGN_MS = 2_000;

/** A worker's part in one session: takes parcels, has them played, and tells what happens. */
export class WorkerSession {
  readonly #parts: SessionParts;
  readonly #outbox: Outbox;
  readonly #firsts: FirstOutcomes;
  readonly #turns = new Turns();
  /** Places of the jobs that are played now. */
  readonly #places = new Map<string, { readonly parcel: number; readonly index: number }>();
  readonly #timers: readonly NodeJS.Timeout[];
  readonly #worker: Worker<ParcelMessage>;
  #compared: Promise<unknown> = Promise.resolve();
  #wasPlaying = false;
  #hasLeft = false;
  #restingSince = performance.now();

  constructor(parts: SessionParts) {
    this.#parts = parts;
    const { redis, settings, session, card, refused } = parts;
    const keys = keysBelow(settings.prefix);
    this.#outbox = new Outbox(redis, keys.replies(session), card, refused);
    this.#firsts = new FirstOutcomes(redis, keys, card.host);
    this.#timers = [
      setInterval(() => this.#tellProgress(), PROGRESS_MS),
      setInterval(() => void this.#outbox.flush(), SIGN_MS),
    ];
    this.#worker = this.#open();
    void this.#outbox.flush();
  }

  /** Milliseconds since it played anything; 0 while it plays. */
  get restedMs(): number {
    return this.#places.size > 0 ? 0 : performance.now() - this.#restingSince;
  }

  /** True when nothing more is taken, and all that was taken is over. */
  get hasLeft(): boolean {
    return this.#hasLeft;
  }

  /** Takes nothing more. What was taken is played to its end. */
  async leave(): Promise<void> {
    await this.#worker.close();
    this.#hasLeft = true;
  }

  /** Cancels what is played, and takes nothing more. Resolves when the coordinator was told. */
  async close(): Promise<void> {
    const closed = this.#worker.close();
    this.#parts.executor.stop();
    await closed;
    for (const timer of this.#timers) clearInterval(timer);
    this.#outbox.push({ type: 'leaving' });
    await this.#outbox.close();
  }

  #open(): Worker<ParcelMessage> {
    const { Worker } = loadBullmq();
    const { settings, session, leases, executor } = this.#parts;
    const worker = new Worker<ParcelMessage>(session, (job) => this.#play(job), {
      prefix: keysBelow(settings.prefix).queues,
      connection: lastingConnection(settings),
      concurrency: executor.threads,
      lockDuration: leases.lockMs,
      stalledInterval: leases.lookMs,
      maxStalledCount: MOST_STALLS,
      drainDelay: DRAIN_SECONDS,
      skipVersionCheck: true,
    });
    // A lost lock means that another worker plays the parcel: the coordinator takes whatever comes first.
    worker.on('error', () => {});
    return worker;
  }

  async #play({ data, stalledCounter }: QueueJob<ParcelMessage>): Promise<void> {
    const { parcel, jobs: digest, isSuspect } = data;
    if (stalledCounter >= DEADLY_STALLS) {
      this.#outbox.push({ type: 'deadly', parcel });
      await this.#outbox.flush();
      return;
    }
    const { jobs, keys } = decodeJobs(await this.#parts.fetch(digest));
    const endTurn = await this.#turns.take(isSuspect);
    this.#outbox.push({ type: 'taken', parcel });
    // If the worker dies of this job, the coordinator must know that it began.
    if (isSuspect) await this.#outbox.flush();
    for (const [index, { id }] of jobs.entries()) this.#places.set(id, { parcel, index });
    const left = await this.#parts.executor.play(jobs, this.#listenerOf(parcel, jobs, keys));
    for (const { id } of jobs) this.#places.delete(id);
    this.#restingSince = performance.now();
    endTurn();
    await this.#compared;
    this.#outbox.push({ type: 'over', parcel, left: left.map((job) => jobs.indexOf(job)) });
    // The coordinator must hear of the end before the queue forgets the parcel.
    await this.#outbox.flush();
  }

  #listenerOf(parcel: number, jobs: readonly Job[], keys: readonly string[]): ChunkListener {
    const indexes = new Map(jobs.map(({ id }, index) => [id, index]));
    const indexOf = (job: Job): number => indexes.get(job.id) ?? 0;
    return {
      started: (job, thread) => this.#outbox.push({ type: 'started', parcel, index: indexOf(job), thread }),
      facts: (job, facts) => this.#outbox.push({ type: 'facts', parcel, index: indexOf(job), facts }),
      ended: (endings) => {
        const told = endings.map(({ job, thread, ending }) => ({ index: indexOf(job), jobId: job.id, thread, ending }));
        this.#outbox.push({ type: 'ended', parcel, endings: told });
        this.#compare(told.flatMap(({ index, ending }) => resultOf(jobs[index], keys[index], ending)));
      },
    };
  }

  /** Compares results with those of other machines; a parcel is not over before. */
  #compare(results: readonly KeyedResult[]): void {
    const compared = this.#firsts.add(results).then((contradictions) => {
      for (const contradiction of contradictions) this.#outbox.push({ type: 'contradiction', contradiction });
    });
    // A connection that was closed compares nothing.
    this.#compared = Promise.allSettled([this.#compared, compared]);
  }

  #tellProgress(): void {
    const jobs = this.#parts.executor.progress().flatMap(({ jobId, thread, minutes }) => {
      const place = this.#places.get(jobId);
      return place === undefined ? [] : { ...place, thread, minutes };
    });
    if (jobs.length > 0 || this.#wasPlaying) this.#outbox.push({ type: 'progress', jobs });
    this.#wasPlaying = jobs.length > 0;
  }
}

/** Nothing for a job without a result, and for one that may come to another the next time. */
function resultOf({ id: jobId }: Job, key: string, ending: Ending): readonly KeyedResult[] {
  if (ending.kind !== 'outcome' || ending.outcome.status !== 'done') return [];
  if (ending.recorded !== null && ending.recorded.impurities.length > 0) return [];
  return [{ jobId, key, hash: ending.outcome.result.hash }];
}
