import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import * as z from 'zod';
import { isAlive } from './process.ts';

/** Identity of a process that holds a lock. */
export interface ProcessOwner {
  /** Null in a lock of an earlier version, which is taken for this host. */
  readonly host: string | null;
  readonly pid: number;
  /** Start of the process, because systems use numbers again. Null when the system does not tell it. */
  readonly begun: string | null;
}

/** Schema of an owner in a lock file. */
export const processOwner: z.ZodType<ProcessOwner> = z.object({
  host: z.string().nullable().default(null),
  pid: z.int(),
  begun: z.string().nullable(),
});

/** Returns the identity of this process. */
export function thisProcess(): ProcessOwner {
  return { host: hostname(), pid: process.pid, begun: beginningOf(process.pid) };
}

/** Looks for an owner's process. `elsewhere`: processes of another host or container cannot be seen. */
export function stateOf({ host, pid, begun }: ProcessOwner): 'alive' | 'gone' | 'elsewhere' {
  if (host !== null && host !== hostname()) return 'elsewhere';
  return isAlive(pid) && beginningOf(pid) === begun ? 'alive' : 'gone';
}

/** Names an owner, such as `process 12 on web-2`. */
export function ownerText({ host, pid }: ProcessOwner): string {
  return `process ${pid} on ${host ?? hostname()}`;
}

/**
 * Returns the start of a process as text that no other process with its number has; null for no such process. Always null
 * on Windows, where only a slow shell tells it: there, a lock counts as held when its number is in use again.
 */
export function beginningOf(pid: number, platform: NodeJS.Platform = process.platform): string | null {
  switch (platform) {
    case 'linux':
      return beginningInProc(pid);
    case 'win32':
      return null;
  }
  const { status, stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
  });
  return status === 0 ? stdout.trim() || null : null;
}

/** Reads the start in ticks since boot, and the id of the boot. */
function beginningInProc(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The process name, in parentheses, may contain spaces.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return `${ticks} ${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}`;
  } catch {
    return null;
  }
}
