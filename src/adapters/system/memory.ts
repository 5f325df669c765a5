import { totalmem } from 'node:os';

/** Bytes of memory that the process may use: those of the machine or of its container. */
export function machineMemory(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}
