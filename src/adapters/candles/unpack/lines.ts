import type { CandleContent } from '../file.ts';

/** A file without a line end for so many bytes is no CSV, and would fill the memory. */
const LONGEST_LINE = 1 << 20;

/** The first block holds so many bytes, because it decides how the file is read. */
const FIRST_BLOCK = 1 << 16;

const BYTE_ORDER_MARK = Buffer.from('\ufeff');

/** Cuts a file into blocks of whole lines, without the mark of the byte order. Only the last may lack its line end. */
export async function* readLineBlocks(content: CandleContent): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  let isFirst = true;
  for await (const piece of decoded(content)) {
    const joined = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    const end = isFirst && joined.length < FIRST_BLOCK ? 0 : joined.lastIndexOf('\n') + 1;
    rest = joined.subarray(end);
    if (rest.length > LONGEST_LINE) throw new Error('it has no line ends');
    if (end === 0) continue;
    const block = joined.subarray(0, end);
    yield isFirst ? withoutMark(block) : block;
    isFirst = false;
  }
  const last = isFirst ? withoutMark(rest) : rest;
  if (last.length > 0) yield last;
}

/** Bytes in UTF-8. Excel's "Unicode text" is UTF-16, which its first bytes tell. */
async function* decoded(content: CandleContent): AsyncGenerator<Buffer> {
  const encoding = utf16Of(content.start);
  if (encoding === null) {
    yield* content.bytes();
    return;
  }
  const decoder = new TextDecoder(encoding);
  for await (const piece of content.bytes()) yield Buffer.from(decoder.decode(piece, { stream: true }));
  yield Buffer.from(decoder.decode());
}

/** Returns the byte order of UTF-16; null for any other encoding. */
function utf16Of(start: Buffer): 'utf-16le' | 'utf-16be' | null {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  return start[0] === 0xfe && start[1] === 0xff ? 'utf-16be' : null;
}

function withoutMark(block: Buffer): Buffer {
  const { length } = BYTE_ORDER_MARK;
  return block.subarray(0, length).equals(BYTE_ORDER_MARK) ? block.subarray(length) : block;
}
