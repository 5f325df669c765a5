/** A file without a line end for so many bytes is no CSV, and would fill the memory. */
const LONGEST_LINE = 1 << 20;

const BYTE_ORDER_MARK = Buffer.from('\ufeff');

/** Cuts bytes into blocks of whole lines, without the mark of the byte order. Only the last may lack its line end. */
export async function* readLineBlocks(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  let isFirst = true;
  for await (const piece of bytes) {
    const joined = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    const end = joined.lastIndexOf('\n') + 1;
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

function withoutMark(block: Buffer): Buffer {
  const { length } = BYTE_ORDER_MARK;
  return block.subarray(0, length).equals(BYTE_ORDER_MARK) ? block.subarray(length) : block;
}
