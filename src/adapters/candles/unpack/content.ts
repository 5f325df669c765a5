import type { CandleContent } from '../file.ts';

/** Enough to recognise a format, and the first rows of text. */
const START_BYTES = 4_096;

/** Looks at the first bytes of a stream, and gives all of them later. */
export async function peek(
  name: string,
  size: number | null,
  open: () => AsyncIterable<Buffer>,
  isRepeatable: boolean,
): Promise<CandleContent> {
  const iterator = open()[Symbol.asyncIterator]();
  const pieces: Buffer[] = [];
  for (let length = 0; length < START_BYTES; ) {
    const next = await iterator.next();
    if (next.done) break;
    pieces.push(next.value);
    length += next.value.length;
  }
  let isFirst = true;
  return {
    name,
    size,
    start: Buffer.concat(pieces).subarray(0, START_BYTES),
    isRepeatable,
    bytes() {
      const bytes = isFirst ? chain(pieces, iterator) : open();
      isFirst = false;
      return bytes;
    },
  };
}

async function* chain(pieces: readonly Buffer[], rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield* pieces;
  yield* { [Symbol.asyncIterator]: () => rest };
}
