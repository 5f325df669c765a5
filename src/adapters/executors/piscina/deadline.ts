import { RunningClock } from '../../system/running-time.ts';
import type { RunningJob } from './running-job.ts';

const SAMPLING_MS = 50;
const SAMPLES_A_TIMEOUT = 10;
/** Longest time between two samples while the process runs. */
const LONGEST_GAP_MS = 500;

/** Ends jobs that take longer than `timeoutMs`, until the returned function is called. */
export function watchDeadlines(timeoutMs: number | null, runningJobs: () => readonly RunningJob[]): () => void {
  if (timeoutMs === null) return () => {};
  const clock = new RunningClock(LONGEST_GAP_MS);
  let begun: ReadonlyMap<RunningJob, number> = new Map();
  const timer = setInterval(
    () => {
      const now = clock.read();
      begun = new Map(runningJobs().map((job) => [job, (job.hasBegun ? begun.get(job) : undefined) ?? now]));
      for (const [job, at] of begun) if (now - at >= timeoutMs) job.endFor('timeout');
    },
    Math.min(SAMPLING_MS, timeoutMs / SAMPLES_A_TIMEOUT),
  );
  timer.unref();
  return () => clearInterval(timer);
}
