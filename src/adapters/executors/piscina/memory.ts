import { getHeapStatistics } from 'node:v8';
import { machineMemory } from '../../system/memory.ts';

/** Exit code of a thread above its memory limit; shells use it for a process killed by SIGKILL. */
export const OUT_OF_MEMORY_EXIT = 137;

const BYTES_PER_MB = 1e6;
const SAMPLING_MS = 100;
/** A job that needs longer for one simulated day may be allocating without end. */
const LONG_DAY_MS = 1000;
/** Time within which the memory of a terminated thread is free again. */
const RECOVERY_MS = 1000;
/** Allowance for the growth of each other thread in the meantime. */
const OTHERS_MB = 256;
/** Share of the machine's memory beyond which the operating system may kill the process. */
const LARGEST_SHARE = 0.9;

/**
 * Heap limit of V8, which must never be reached: V8 aborts the whole process if one allocation exceeds it by more than
 * 16 MB. Measured with limits from 256 to 2048 MB: every second strategy that allocated without end died so. The guard
 * below comes first.
 */
export function hardHeapLimitMb(threads: number, limitMb: number): number {
  return 3 * growthLimitMb(threads, limitMb) + 2048;
}

/** In the thread, between days: true above the limit. Half of the objects may be garbage not collected yet. */
export function needsTooMuch(limitMb: number): boolean {
  const { used_heap_size: objects, external_memory: buffers } = getHeapStatistics();
  return objects / 2 + buffers > limitMb * BYTES_PER_MB;
}

/** A job that the memory guard may terminate. */
export interface GuardedJob {
  progress(): { readonly minutes: number };
  endFor(reason: 'memory'): void;
}

/** Time of a job's last completed day, and the process size then. */
interface LastDay {
  readonly minutes: number;
  readonly at: number;
  readonly rss: number;
}

/**
 * Guards the memory of the process until the returned function is called. Terminates the job with the longest current
 * day once the process has grown by more than a job may use since that day began. Threads cannot be measured one by
 * one: the job may be the wrong one, and is therefore retried.
 */
export function guardMemory(threads: number, limitMb: number, guardedJobs: () => readonly GuardedJob[]): () => void {
  const growthLimit = growthLimitMb(threads, limitMb) * BYTES_PER_MB;
  const machineLimit = LARGEST_SHARE * machineMemory();
  let days: ReadonlyMap<GuardedJob, LastDay> = new Map();
  let quietUntil = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    const rss = processMemory();
    if (rss === null) return;
    days = new Map(guardedJobs().map((job) => [job, lastDayOf(job, days.get(job), now, rss)]));
    const longest = [...days].reduce<[GuardedJob, LastDay] | null>(longer, null);
    if (longest === null || now < quietUntil) return;
    const [job, { at, rss: before }] = longest;
    if (rss < machineLimit && (now - at < LONG_DAY_MS || rss - before < growthLimit)) return;
    quietUntil = now + RECOVERY_MS;
    job.endFor('memory');
  }, SAMPLING_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** Returns null while no file descriptor is free: the query needs one, and strategies may use up all. */
function processMemory(): number | null {
  try {
    return process.memoryUsage.rss();
  } catch {
    return null;
  }
}

function lastDayOf(job: GuardedJob, known: LastDay | undefined, at: number, rss: number): LastDay {
  const { minutes } = job.progress();
  return known?.minutes === minutes ? known : { minutes, at, rss };
}

function longer(longest: [GuardedJob, LastDay] | null, other: [GuardedJob, LastDay]): [GuardedJob, LastDay] {
  return longest !== null && longest[1].at <= other[1].at ? longest : other;
}

function growthLimitMb(threads: number, limitMb: number): number {
  return limitMb + OTHERS_MB * (threads - 1);
}
