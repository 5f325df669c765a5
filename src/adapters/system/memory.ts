import { totalmem } from 'node:os';

/** Returns the bytes of memory that the process may use, of the machine or of its container. */
export function machineMemory(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}

/** Bounds of a worker's heap; candles and series lie outside of it. */
const MOST_MEMORY = 2e9;
const LEAST_MEMORY = 256e6;

/** Heap of a thread: all threads share half of the memory; candles, coordinator and machine need the rest. */
export function memoryShare(threads: number): number {
  return Math.max(LEAST_MEMORY, Math.min(MOST_MEMORY, machineMemory() / 2 / threads));
}
