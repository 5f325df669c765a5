import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * As `mkdir -p`, and tells each folder that it made. Node's own, with `recursive`, never returns for a folder of /proc. Throws
 * the error of the system.
 */
export function makeFolder(path: string, mode = 0o777, onMade: (path: string) => void = () => {}): void {
  if (isFolder(path)) return;
  const parent = dirname(path);
  if (parent !== path) makeFolder(parent, mode, onMade);
  try {
    mkdirSync(path, { mode });
    onMade(path);
  } catch (error) {
    // Another process may have made it.
    if (!isFolder(path)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
