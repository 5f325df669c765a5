import { getHeapStatistics } from 'node:v8';
import { machineMemory } from '../../system/memory.ts';

/** What a thread that finds itself above its limit exits with: as shells say of a process killed for its memory. */
export const OUT_OF_MEMORY_EXIT = 137;

const BYTES_PER_MB = 1e6;
const SAMPLING_MS = 100;
/** Simulated days are short: a job that needs longer for one may be allocating without end. */
const LONG_DAY_MS = 1000;
/** The memory of a thread that was ended comes back within this time. */
const RECOVERY_MS = 1000;
/** By how much the other threads may grow in the meantime, each. */
const OTHERS_MB = 256;
/** Of the machine; beyond it the operating system would end the process. */
const LARGEST_SHARE = 0.9;

/**
 * The limit for V8 itself, which must never be reached: V8 ends the whole process when one allocation, such as an array
 * that grows by half, needs more than 16 MB above the limit. Measured with limits from 256 to 2048 MB: so died every
 * second strategy that allocated without end. The guard below comes first.
 */
export function hardHeapLimitMb(threads: number, limitMb: number): number {
  return 3 * growthLimitMb(threads, limitMb) + 2048;
}

/** In the thread, between days: whether its job needs too much. Half of the objects may be garbage not collected yet. */
export function needsTooMuch(limitMb: number): boolean {
  const { used_heap_size: objects, external_memory: buffers } = getHeapStatistics();
  return objects / 2 + buffers > limitMb * BYTES_PER_MB;
}

/** A job that may be ended for its memory. */
export interface GuardedJob {
  progress(): { readonly minutes: number };
  endForMemory(): void;
}

/** When a job last came to the end of a day, and how large the process was. */
interface LastDay {
  readonly minutes: number;
  readonly at: number;
  readonly rss: number;
}

/**
 * Watches the memory of the process until the returned function is called. When it has grown by more than a job may use
 * since the longest day began, the job of that day is ended. Threads cannot be measured one by one: now and then it is
 * the wrong job, which is why such jobs are tried again.
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
    job.endForMemory();
  }, SAMPLING_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** Null while a strategy has used up all descriptors of files, of which the question needs one. */
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
