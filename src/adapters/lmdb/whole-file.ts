import { existsSync, linkSync, rmSync, writeFileSync } from 'node:fs';

/** Makes a file that appears whole or not at all; false when there is one already. */
export function makeWholeFile(path: string, content: Uint8Array): boolean {
  const whole = `${path}.${process.pid}`;
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
