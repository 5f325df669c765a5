import { readFileSync } from 'node:fs';
import { JbtError } from '../../model/errors.ts';

/** Address space that V8 reserves for one more thread: 620 MB measured on Node 20, mostly of its heap and its code. */
const THREAD_BYTES = 0.7e9;

/**
 * Throws JbtError `MachineLimit` where `ulimit -v` leaves no room for so many threads: V8 would end the process without
 * an error that JavaScript sees. Knows no limit outside Linux.
 */
export function requireAddressSpace(threads: number): void {
  const free = freeAddressSpace();
  if (free === null || free >= threads * THREAD_BYTES) return;
  const possible = Math.floor(free / THREAD_BYTES);
  const remedy = possible === 0 ? 'raise it' : `raise it, or use --parallel ${possible}`;
  throw new JbtError(
    'MachineLimit',
    `ulimit -v leaves ${(free / 1e9).toFixed(1)} GB of address space, and ${threads} threads need ${((threads * THREAD_BYTES) / 1e9).toFixed(1)} GB: ${remedy}`,
  );
}

function freeAddressSpace(): number | null {
  try {
    const [, limit] = /^Max address space\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    if (limit === undefined) return null;
    const [, kilobytes] = /^VmSize:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    return Math.max(0, Number(limit) - Number(kilobytes) * 1024);
  } catch {
    return null;
  }
}
