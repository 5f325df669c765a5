import { existsSync, linkSync, rmSync, writeFileSync } from 'node:fs';

/** Makes a file that is there with all of its content or not at all; false when there is one already. */
export function makeWholeFile(path: string, content: Uint8Array): boolean {
  const whole = `${path}.${process.pid}`;
  try {
    writeFileSync(whole, content);
    linkSync(whole, path);
    return true;
  } catch (error) {
    // Another process was faster, and may be using it.
    if (!existsSync(path)) throw error;
    return false;
  } finally {
    rmSync(whole, { force: true });
  }
}
