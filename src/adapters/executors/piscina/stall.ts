import type { Job } from '../../../model/job.ts';
import { formatDuration } from '../../../run/play/failure.ts';
import { jobLabel } from '../../../run/text/labels.ts';
import { computedMs } from '../../system/thread-time.ts';

const SAMPLING_MS = 500;
/** A person who waits wants to know by now. */
const PATIENCE_MS = 10_000;
/** A thread that waits computes nothing: it is ended after so many times of what one that computes may take. */
const WAITING_FACTOR = 10;

/** A job that may stand still. */
export interface WatchedJob {
  readonly job: Job;
  /** What the operating system calls its thread; null where it does not tell, or as long as the thread starts. */
  readonly systemThread: number | null;
  progress(): { readonly minutes: number };
  endAsStalled(): void;
}

/** When a job last came to the end of a day. */
interface LastDay {
  readonly systemThread: number | null;
  readonly minutes: number;
  readonly at: number;
  readonly computed: number;
  isTold: boolean;
}

/**
 * Watches for jobs that come to no end of a day, until the returned function is called. They are told of, and ended after
 * `stallMs` that their thread has computed: how busy the machine is makes no difference. Null: they are only told of.
 */
export function watchStalls(
  stallMs: number | null,
  watchedJobs: () => readonly WatchedJob[],
  warn: (message: string) => void,
): () => void {
  let days: ReadonlyMap<WatchedJob, LastDay> = new Map();
  const timer = setInterval(
    () => {
      const now = performance.now();
      days = new Map(watchedJobs().map((job) => [job, lastDayOf(job, days.get(job), now)]));
      for (const [job, day] of days) {
        const waited = now - day.at;
        if (waited >= PATIENCE_MS && !day.isTold) warn(describe(job.job, stallMs));
        day.isTold ||= waited >= PATIENCE_MS;
        if (stallMs === null) continue;
        const computed = (timeOf(job, now) ?? day.computed) - day.computed;
        if (computed >= stallMs || waited >= WAITING_FACTOR * stallMs) job.endAsStalled();
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

/** Of its thread; where the operating system does not tell it, of the clock. */
function timeOf({ systemThread }: WatchedJob, now: number): number | null {
  return systemThread === null ? now : computedMs(systemThread);
}

function describe(job: Job, stallMs: number | null): string {
  const standing = `${jobLabel(job)} has played no day for ${formatDuration(PATIENCE_MS)}`;
  if (stallMs === null) return `${standing}: Ctrl-C ends the run; --stall 1m would end such backtests alone`;
  return `${standing}: it is ended when its thread has computed for ${formatDuration(stallMs)} (--stall), the run with Ctrl-C`;
}
