import { readdirSync, readFileSync } from 'node:fs';
import { JbtError } from '../../model/errors.ts';
import { controlGroups } from './control-groups.ts';
import { machineMemory } from './memory.ts';

/** Address space that V8 reserves for one more thread: 620 MB measured on Node 20, mostly of its heap and its code. */
const THREAD_ADDRESSES = 0.7e9;
/** Files that one more thread may open at a time, those of its code included: with 3 left, one could not start. */
const THREAD_FILES = 10;
/** Memory that one more thread needs: with 100 MB, one was killed over a month of 1m bars. */
const THREAD_MEMORY = 120e6;

/**
 * Throws JbtError `MachineLimit` where `ulimit -v` or a control group leaves no room for so many threads: the process
 * would be ended without an error that JavaScript sees. Knows no limit outside Linux.
 */
export function requireRoomForThreads(threads: number, root = '/'): void {
  requireFiles(threads * THREAD_FILES);
  requireRoom('ulimit -v', 'address space', freeAddresses(), threads, THREAD_ADDRESSES);
  requireRoom('the control group', 'memory', freeMemory(root), threads, THREAD_MEMORY);
}

/** Most bytes of memory that threads may share beside the candles: an eighth of what there is, and at most a gigabyte. */
export function roomForSharing(root = '/'): number {
  return Math.min(1e9, Math.min(machineMemory(), freeAddresses(), freeMemory(root)) / 8);
}

/** Throws JbtError `MachineLimit` where a control group leaves too little memory for `purpose`. */
export function requireMemory(bytes: number, purpose: string, root = '/'): void {
  const free = freeMemory(root);
  if (free >= bytes) return;
  throw new JbtError(
    'MachineLimit',
    `the control group leaves ${size(free)} of memory, and ${purpose} need ${size(bytes)}: raise its limit`,
  );
}

/** Throws JbtError `MachineLimit` where a control group lets fewer processes and threads start. */
export function requireProcesses(count: number, purpose: string, root = '/'): void {
  const free = Math.min(...controlGroups(root).map(({ freeProcesses }) => freeProcesses));
  if (free >= count) return;
  throw new JbtError(
    'MachineLimit',
    `the control group lets ${free} more processes and threads start, and ${purpose} needs ${count}: raise its limit (pids)`,
  );
}

function requireFiles(count: number): void {
  const free = freeFiles();
  if (free >= count) return;
  const remedy = 'raise the limit, for example with ulimit -n 1024';
  throw new JbtError('MachineLimit', `no more files may be open: ${remedy} (${count} are needed, ${free} are left)`);
}

function requireRoom(limit: string, kind: string, free: number, threads: number, bytes: number): void {
  if (free >= threads * bytes) return;
  const possible = Math.floor(free / bytes);
  const remedy = possible === 0 ? 'raise it' : `raise it, or use --parallel ${possible}`;
  const need = `${threads} ${threads === 1 ? 'thread needs' : 'threads need'} ${size(threads * bytes)}`;
  throw new JbtError('MachineLimit', `${limit} leaves ${size(free)} of ${kind}, and ${need}: ${remedy}`);
}

function freeMemory(root: string): number {
  return Math.min(...controlGroups(root).map((group) => group.freeMemory));
}

function freeAddresses(): number {
  return leftOf('Max address space', () => {
    const [, kilobytes] = /^VmSize:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    return Number(kilobytes) * 1024;
  });
}

function freeFiles(): number {
  return leftOf('Max open files', () => readdirSync('/proc/self/fd').length);
}

/** The rest of a limit of the process; Infinity where none is known. */
function leftOf(limit: string, used: () => number): number {
  try {
    const [, most] = new RegExp(`^${limit}\\s+(\\d+)`, 'm').exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return most === undefined ? Number.POSITIVE_INFINITY : Math.max(0, Number(most) - used());
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

function size(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.floor(bytes / 1e6)} MB`;
}
