import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { renameOver } from './rename.ts';

/** Characters that go to the disk at once: a write for each part would cost more than the parts. */
const BLOCK_CHARACTERS = 1 << 18;

/**
 * Writes a file that appears whole or not at all; `flush` holds that for a loss of power too. The folder must exist.
 * Long content comes in parts, so that it need not be in memory as a whole.
 */
export function writeWhole(
  path: string,
  content: string | Iterable<string>,
  { flush = false, mode = 0o666 } = {},
): void {
  // Another process may write the same file.
  const partial = `${path}.${process.pid}.partial`;
  const file = openSync(partial, 'w', mode);
  try {
    for (const block of blocksOf(typeof content === 'string' ? [content] : content)) writeAll(file, block);
    if (flush) fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameOver(partial, path);
}

function* blocksOf(parts: Iterable<string>): Generator<string> {
  let block = '';
  for (const part of parts) {
    block += part;
    if (block.length < BLOCK_CHARACTERS) continue;
    yield block;
    block = '';
  }
  yield block;
}

/** A full disk may take a part of a write and refuse the next. */
function writeAll(file: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
}
