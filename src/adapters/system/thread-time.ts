import { readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';

/** Linux tells times of threads in hundredths of a second. */
const TICK_MS = 10;
/** Positions of user and system time, counted behind the name of the thread. */
const USER_TICKS = 11;
const SYSTEM_TICKS = 12;

/** What the operating system calls the calling thread; null where it does not tell. */
export function ownSystemThread(): number | null {
  try {
    return Number(basename(readlinkSync('/proc/thread-self')));
  } catch {
    return null;
  }
}

/**
 * Milliseconds that a thread of this process has computed, whatever else the machine did in the meantime; null where the
 * operating system does not tell.
 */
export function computedMs(systemThread: number | null): number | null {
  if (systemThread === null) return null;
  try {
    const content = readFileSync(`/proc/self/task/${systemThread}/stat`, 'utf8');
    const fields = content.slice(content.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[USER_TICKS]) + Number(fields[SYSTEM_TICKS])) * TICK_MS;
  } catch {
    return null;
  }
}
