/** Names in Redis. BullMQ's own begin with `jbt:SESSION:` too. */
export const PREFIX = 'jbt';
/** Set of the sessions that were announced. */
export const SESSIONS = 'jbt:sessions';
/** Channel on which coordinators say that an announcement has changed. */
export const CHANGES = 'jbt:changes';

/** Announcement of a session; it expires with its coordinator. */
export function announcementKey(session: string): string {
  return `jbt:session:${session}`;
}

/** Stream of what workers tell the coordinator. */
export function repliesKey(session: string): string {
  return `jbt:replies:${session}`;
}
