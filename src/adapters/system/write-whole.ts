import { writeFileSync } from 'node:fs';
import { renameOver } from './rename.ts';

/** Writes a file that appears whole or not at all; `flush` holds that for a loss of power too. The folder must exist. */
export function writeWhole(path: string, content: string, { flush = false, mode = 0o666 } = {}): void {
  // Another process may write the same file.
  const partial = `${path}.${process.pid}.partial`;
  writeFileSync(partial, content, { flush, mode });
  renameOver(partial, path);
}
