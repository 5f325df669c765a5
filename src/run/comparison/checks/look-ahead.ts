import type { Job } from '../../../model/job.ts';
import type { Order } from '../../../model/order.ts';
import type { Timestamp } from '../../../model/time.ts';
import { evenSample } from '../sample.ts';
import { firstOrderDrift, type OrderDrift } from './order-lines.ts';

/** The times of a job's decisions after which its future is taken away: evenly spread over its orders. */
export function cutsOf(job: Job, orders: readonly Order[], most: number): readonly Timestamp[] {
  const times = new Set(orders.map(({ createdAt }) => createdAt));
  return evenSample(
    [...times].filter((time) => time > job.from && time < job.to),
    most,
  );
}

/** The job up to a time, under an id that tells its cuts apart. */
export function cutJob(job: Job, cut: Timestamp): Job {
  return { ...job, id: `${job.id}@${cut}`, to: cut };
}

/**
 * The first order up to a cut that depends on what comes after it; null for none. A play that ends at the cut closes its
 * positions there: those orders come behind the ones that the strategy decided.
 */
export function lookAheadAt(cut: Timestamp, whole: readonly Order[], cutShort: readonly Order[]): OrderDrift | null {
  const decided = whole.filter(({ createdAt }) => createdAt <= cut);
  return firstOrderDrift(decided, cutShort.slice(0, decided.length));
}
