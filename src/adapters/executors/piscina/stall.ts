import type { Job } from '../../../model/job.ts';
import { formatDuration } from '../../../run/play/failure.ts';
import { jobLabel } from '../../../run/text/labels.ts';
import { RunningClock } from '../../system/running-time.ts';
import { computedMs } from '../../system/thread-time.ts';

const SAMPLING_MS = 500;
/** Time without a played day after which a person is told. */
const PATIENCE_MS = 10_000;
/** A blocked thread spends no CPU time: it is ended after this multiple of the limit, by the clock. */
const WAITING_FACTOR = 10;

/** A job that may stall. */
export interface WatchedJob {
  readonly job: Job;
  /** Thread id of the operating system; null if unknown, or until the thread has started. */
  readonly systemThread: number | null;
  progress(): { readonly minutes: number };
  endFor(reason: 'stall'): void;
}

/** A job's last completed day. */
interface LastDay {
  readonly systemThread: number | null;
  readonly minutes: number;
  readonly at: number;
  readonly computed: number;
  isTold: boolean;
}

/**
 * Watches for jobs that complete no simulated day, until the returned function is called. Warns of each, and ends it
 * once its thread has spent `stallMs` of CPU time, however busy the machine is. With null it only warns.
 */
export function watchStalls(
  stallMs: number | null,
  watchedJobs: () => readonly WatchedJob[],
  warn: (message: string) => void,
): () => void {
  const clock = new RunningClock(2 * SAMPLING_MS);
  let days: ReadonlyMap<WatchedJob, LastDay> = new Map();
  const timer = setInterval(
    () => {
      const now = clock.read();
      days = new Map(watchedJobs().map((job) => [job, lastDayOf(job, days.get(job), now)]));
      for (const [job, day] of days) {
        const waited = now - day.at;
        if (waited >= PATIENCE_MS && !day.isTold) warn(describe(job.job, stallMs));
        day.isTold ||= waited >= PATIENCE_MS;
        if (stallMs === null) continue;
        const computed = (timeOf(job, now) ?? day.computed) - day.computed;
        if (computed >= stallMs || waited >= WAITING_FACTOR * stallMs) job.endFor('stall');
      }
    },
    Math.min(SAMPLING_MS, (stallMs ?? SAMPLING_MS) / 2),
  );
  timer.unref();
  return () => clearInterval(timer);
}

function lastDayOf(job: WatchedJob, known: LastDay | undefined, at: number): LastDay {
  const { minutes } = job.progress();
  const { systemThread } = job;
  if (known?.minutes === minutes && known.systemThread === systemThread) return known;
  return {
    systemThread,
    minutes,
    at,
    computed: timeOf(job, at) ?? Number.POSITIVE_INFINITY,
    isTold: known?.minutes === minutes && known.isTold,
  };
}

/** CPU time of its thread; the clock where the operating system does not tell. Null if the query fails. */
function timeOf({ systemThread }: WatchedJob, now: number): number | null {
  return systemThread === null ? now : computedMs(systemThread);
}

function describe(job: Job, stallMs: number | null): string {
  const standing = `${jobLabel(job)} has played no day for ${formatDuration(PATIENCE_MS)}`;
  if (stallMs === null) return `${standing}: Ctrl-C ends the run; --stall 1m would end such backtests alone`;
  return `${standing}: it is ended when its thread has computed for ${formatDuration(stallMs)} (--stall), the run with Ctrl-C`;
}
