import { fstatSync, readSync } from 'node:fs';

const BLOCK_BYTES = 1 << 20;
const LINE_END = 0x0a;

/** Reads the whole lines of a file, one after the other: the text of a large file is longer than a string may be. */
export function* linesOf(file: number): Generator<string> {
  let rest = Buffer.alloc(0);
  for (let place = 0; ; ) {
    const block = Buffer.allocUnsafe(BLOCK_BYTES);
    const bytes = readSync(file, block, 0, BLOCK_BYTES, place);
    if (bytes === 0) return;
    place += bytes;
    const read = Buffer.concat([rest, block.subarray(0, bytes)]);
    let start = 0;
    for (let end = read.indexOf(LINE_END); end >= 0; end = read.indexOf(LINE_END, start)) {
      yield read.toString('utf8', start, end);
      start = end + 1;
    }
    rest = read.subarray(start);
  }
}

/** Length of a file without a last line that has no end. */
export function wholeLinesEnd(file: number): number {
  const block = Buffer.allocUnsafe(BLOCK_BYTES);
  for (let end = fstatSync(file).size; end > 0; ) {
    const start = Math.max(0, end - BLOCK_BYTES);
    const bytes = readSync(file, block, 0, end - start, start);
    const found = block.subarray(0, bytes).lastIndexOf(LINE_END);
    if (found >= 0) return start + found + 1;
    end = start;
  }
  return 0;
}
