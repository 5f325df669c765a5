import { writeFileSync } from 'node:fs';
import { renameOver } from './rename.ts';

/** Writes a file that appears whole or not at all; with `flush` also when the power fails. Its folder must be there. */
export function writeWhole(path: string, content: string, { flush = false, mode = 0o666 } = {}): void {
  // Another process may be writing the same.
  const partial = `${path}.${process.pid}.partial`;
  writeFileSync(partial, content, { flush, mode });
  renameOver(partial, path);
}
