import { totalmem } from 'node:os';

/** Returns the bytes of memory that the process may use, of the machine or of its container. */
export function machineMemory(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}
