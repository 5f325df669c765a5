import { existsSync, linkSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { isAlive } from '../system/process.ts';

/** Makes a file that appears whole or not at all; false when there is one already. */
export function makeWholeFile(path: string, content: Uint8Array): boolean {
  // A container may share the folder, and has process ids of its own.
  const beginning = `${path}.${hostname()}.`;
  removeDebris(beginning);
  const whole = `${beginning}${process.pid}`;
  try {
    writeFileSync(whole, content);
    linkSync(whole, path);
    return true;
  } catch (error) {
    // Another process made it first, and may use it.
    if (!existsSync(path)) throw error;
    return false;
  } finally {
    rmSync(whole, { force: true });
  }
}

/** Removes files of processes that were killed while they made one. */
function removeDebris(beginning: string): void {
  const folder = dirname(beginning);
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(basename(beginning))) continue;
    const pid = Number(name.slice(basename(beginning).length));
    if (Number.isInteger(pid) && !isAlive(pid)) rmSync(join(folder, name), { force: true });
  }
}
