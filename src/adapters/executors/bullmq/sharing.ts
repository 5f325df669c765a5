import type { Announcement } from './messages.ts';

type Served = Pick<Announcement, 'threads'>;

/** The session with the fewest threads. `chance`, from 0 to 1, decides between equals: workers must not all choose one. */
export function leastServed<Session extends Served>(sessions: readonly Session[], chance: number): Session | undefined {
  const least = Math.min(...sessions.map(({ threads }) => threads));
  const equals = sessions.filter(({ threads }) => threads === least);
  return equals[Math.floor(chance * equals.length)];
}

/**
 * Probability with which a worker of so many threads leaves its session for another, so that all workers together share
 * themselves out. A worker that is alone takes turns.
 */
export function chanceToLeave(own: Served, others: readonly Served[], threads: number): number {
  if (others.length === 0) return 0;
  const least = Math.min(...others.map((other) => other.threads));
  if (least === 0 && own.threads <= threads) return 1;
  const surplus = own.threads - least;
  return surplus < 2 * threads ? 0 : surplus / (2 * own.threads);
}
