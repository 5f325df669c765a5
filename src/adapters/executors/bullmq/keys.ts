/** Names in Redis, below the prefix of its settings. */
export interface Keys {
  /** BullMQ puts a colon behind it, and then the session. */
  readonly queues: string;
  /** Set of the sessions that were announced. */
  readonly sessions: string;
  /** Channel on which coordinators say that an announcement has changed. */
  readonly changes: string;
  /** Announcement of a session; it expires with its coordinator. */
  announcement(session: string): string;
  /** Hash of results by their keys, which begin with these digits. */
  outcomes(digits: string): string;
  /** Stream of what workers tell the coordinator. */
  replies(session: string): string;
}

export function keysBelow(prefix: string): Keys {
  return {
    queues: `${prefix}queue`,
    sessions: `${prefix}sessions`,
    changes: `${prefix}changes`,
    announcement: (session) => `${prefix}session:${session}`,
    outcomes: (digits) => `${prefix}outcomes:${digits}`,
    replies: (session) => `${prefix}replies:${session}`,
  };
}
