import { renameSync } from 'node:fs';

/** Errors of Windows while another process, such as a virus scanner, has a file open. */
const WHILE_OPEN = ['EPERM', 'EACCES', 'EBUSY'];
const ATTEMPTS = 10;
const LONGEST_PAUSE_MS = 200;

/** Renames a file or folder and replaces an existing file. On Windows, retries for about a second. */
export function renameOver(from: string, to: string): void {
  whileOpen(() => renameSync(from, to));
}

/** Retries an action on Windows while a file is open. Other systems give these errors for permissions, at once. */
export function whileOpen(action: () => void, platform: NodeJS.Platform = process.platform): void {
  for (let attempt = 1; ; attempt++) {
    try {
      action();
      return;
    } catch (error) {
      if (platform !== 'win32' || attempt === ATTEMPTS || !isOpenElsewhere(error)) throw error;
      pause(Math.min(2 ** attempt, LONGEST_PAUSE_MS));
    }
  }
}

function isOpenElsewhere(error: unknown): boolean {
  return error instanceof Error && 'code' in error && WHILE_OPEN.includes(String(error.code));
}

function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
