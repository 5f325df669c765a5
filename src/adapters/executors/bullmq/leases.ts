/** Times by which BullMQ watches over parcels that workers have taken, and by which runs share workers. */
export interface Leases {
  /** A worker renews at half of it, in a thread that plays nothing: silence for so long is death, frost or a cut line. */
  readonly lockMs: number;
  /** Every worker looks so often for parcels whose lock has expired; one look serves all. */
  readonly lookMs: number;
  /** A worker may leave a session for one with fewer threads so often: longer than the start in another takes. */
  readonly shareMs: number;
}

/** A death is noticed within 20 s, less than a parcel takes. Shorter locks are lost to pauses of a busy network or disk. */
export const LEASES: Leases = { lockMs: 10_000, lookMs: 5_000, shareMs: 20_000 };

/** BullMQ never fails a parcel by itself: jbt looks at the count, because it must split the parcel and tell the coordinator. */
export const MOST_STALLS = Number.MAX_SAFE_INTEGER;

/** One death may be the machine's; the second is blamed on the parcel, and that of a job alone on the job. */
export const DEADLY_STALLS = 2;

/** Idle workers wait so long for a parcel in one command. A new parcel wakes them at once. */
export const DRAIN_SECONDS = 1;

/** An announcement without its coordinator is gone after this time, and workers stop. */
export const ANNOUNCED_SECONDS = 20;
/** Renewals in that time: nine may be lost. */
export const ANNOUNCE_EVERY_MS = 2_000;
/** Workers ask so often whether the run goes on: cancelling reaches them within two seconds even if a message is lost. */
export const ASK_EVERY_MS = 1_000;
/** A worker that is silent for so long counts no more as a thread; it tells something every two seconds. */
export const SILENT_MS = 10_000;
