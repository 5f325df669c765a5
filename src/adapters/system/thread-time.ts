import { readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';

/** Clock tick of Linux. */
const TICK_MS = 10;
/** Fields of `/proc/self/task/ID/stat`, counted after the thread name. */
const USER_TICKS = 11;
const SYSTEM_TICKS = 12;

/** Returns the operating system's id of the calling thread; null if unknown. */
export function ownSystemThread(): number | null {
  try {
    return Number(basename(readlinkSync('/proc/thread-self')));
  } catch {
    return null;
  }
}

/** Returns the CPU time of a thread of this process in milliseconds; null if unknown. */
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
