import type { Queue } from 'bullmq';
import type { Job } from '../../../model/job.ts';
import type { Blobs } from '../../../run/play/remote/blobs.ts';
import { loadBullmq } from '../../redis/bullmq.ts';
import { lastingConnection } from '../../redis/open.ts';
import type { RedisSettings } from '../../redis/settings.ts';
import { keysBelow } from './keys.ts';
import { encodeJobs, type ParcelMessage } from './messages.ts';
import type { Parcel } from './parcels.ts';

/** The queue of a session, as its coordinator sees it. */
export class ParcelQueue {
  readonly #settings: RedisSettings;
  readonly #blobs: Blobs;
  readonly #keyOf: (job: Job) => string;
  readonly #queue: Promise<Queue<ParcelMessage>>;

  /** `keyOf` names what a job must come to. */
  constructor(settings: RedisSettings, session: string, blobs: Blobs, keyOf: (job: Job) => string) {
    this.#settings = settings;
    this.#blobs = blobs;
    this.#keyOf = keyOf;
    this.#queue = this.#open(session);
    // The error reaches the callers of the queue.
    this.#queue.catch(() => {});
  }

  /** Puts parcels into the queue. Those that are there already stay as they are. */
  async add(parcels: readonly Parcel[]): Promise<void> {
    const messages = await Promise.all(parcels.map((parcel) => this.#messageOf(parcel)));
    const queue = await this.#queue;
    await queue.addBulk(messages.map((data) => ({ name: 'parcel', data, opts: { jobId: `parcel-${data.parcel}` } })));
  }

  /** Removes the parcels that wait. */
  async clear(): Promise<void> {
    await (await this.#queue).drain();
  }

  /** Removes the queue. */
  async remove(): Promise<void> {
    await (await this.#queue).obliterate({ force: true });
  }

  /** Removes the queue that the coordinator of another session left behind. */
  async removeOther(session: string): Promise<void> {
    const queue = await this.#open(session);
    await queue.obliterate({ force: true });
    await queue.disconnect();
  }

  disconnect(): void {
    void this.#queue.then((queue) => queue.disconnect()).catch(() => {});
  }

  async #messageOf({ id, jobs, isSuspect }: Parcel): Promise<ParcelMessage> {
    const keys = jobs.map(this.#keyOf);
    return { parcel: id, jobs: await this.#blobs.put(encodeJobs({ jobs, keys })), isSuspect };
  }

  async #open(session: string): Promise<Queue<ParcelMessage>> {
    const { Queue } = loadBullmq();
    const queue = new Queue<ParcelMessage>(session, {
      prefix: keysBelow(this.#settings.prefix).queues,
      connection: lastingConnection(this.#settings),
      // The start of the run looks at the version and the policy of Redis.
      skipVersionCheck: true,
      // Nothing reads BullMQ's own events.
      streams: { events: { maxLen: 10 } },
      defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
    });
    queue.on('error', () => {});
    return queue;
  }
}
