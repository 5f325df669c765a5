import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { z } from 'zod';
import { isAlive } from './process.ts';

/** A process that holds something in a folder, as other processes tell it apart. */
export interface ProcessOwner {
  /** Null in a lock of an earlier version, which means this host. */
  readonly host: string | null;
  readonly pid: number;
  /** When the process began: the numbers of processes are used again. Null where the system does not say. */
  readonly begun: string | null;
}

/** An owner as it is kept in a file. */
export const processOwner: z.ZodType<ProcessOwner> = z.object({
  host: z.string().nullable().default(null),
  pid: z.int(),
  begun: z.string().nullable(),
});

/** This process. */
export function thisProcess(): ProcessOwner {
  return { host: hostname(), pid: process.pid, begun: beginningOf(process.pid) };
}

/** Says whether an owner still lives. Processes of another host, or of another container, cannot be seen: `elsewhere`. */
export function stateOf({ host, pid, begun }: ProcessOwner): 'alive' | 'gone' | 'elsewhere' {
  if (host !== null && host !== hostname()) return 'elsewhere';
  return isAlive(pid) && beginningOf(pid) === begun ? 'alive' : 'gone';
}

/** `process 12 on web-2`. */
export function ownerText({ host, pid }: ProcessOwner): string {
  return `process ${pid} on ${host ?? hostname()}`;
}

/**
 * When a process began, in words that no other process of this host has. Null on Windows, which does not say it
 * without starting a shell: there, a number that is used again passes for the process that had it before.
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

/** Ticks since boot, and which boot. */
function beginningInProc(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name before it, in parentheses, may hold spaces.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return `${ticks} ${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}`;
  } catch {
    return null;
  }
}
