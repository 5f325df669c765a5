import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';

/**
 * Bars, indicators and whatever else lies in typed arrays and buffers of one thread. The limits of a thread that Node
 * enforces know nothing of them, so that without a guard they end the process.
 */
export const BUFFERS_LIMIT_MB = 1024;

/** What a thread that finds itself above the limit exits with; what shells say of a process killed for its memory. */
export const OUT_OF_MEMORY_EXIT = 137;

const BYTES_PER_MB = 2 ** 20;
const SAMPLING_MS = 100;
/** The memory of a thread that was ended comes back within this time. */
const RECOVERY_MS = 1000;
const LARGEST_SHARE = 0.9;

/** In the thread: whether its buffers have outgrown their limit. Shared memory does not count. */
export function hasOutgrownBuffers(): boolean {
  return getHeapStatistics().external_memory > BUFFERS_LIMIT_MB * BYTES_PER_MB;
}

/** A job that may be ended for its memory. */
export interface Suspect {
  /** How long it has not come to the end of a simulated day. */
  silentMs(): number;
  endForMemory(): void;
}

/**
 * Watches the memory of the process until the returned function is called. When it outgrows what all threads may use
 * together, the job that has been silent for longest is ended: allocating without end rarely comes to the end of a day.
 * The price: now and then it is the wrong one, which is why such jobs are tried again.
 */
export function guardMemory(threads: number, heapLimitMb: number, suspects: () => readonly Suspect[]): () => void {
  const allowed = process.memoryUsage.rss() + threads * (heapLimitMb + BUFFERS_LIMIT_MB) * BYTES_PER_MB;
  const limit = Math.min(allowed, LARGEST_SHARE * machineMemory());
  let quietUntil = 0;
  const timer = setInterval(() => {
    const silences = suspects().map((suspect) => ({ suspect, ms: suspect.silentMs() }));
    if (silences.length === 0 || performance.now() < quietUntil || process.memoryUsage.rss() < limit) return;
    quietUntil = performance.now() + RECOVERY_MS;
    silences.reduce((longest, other) => (other.ms > longest.ms ? other : longest)).suspect.endForMemory();
  }, SAMPLING_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** What the process may use: of the machine or of its container. */
function machineMemory(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}
