import { JbtError } from '../../../model/errors.ts';
import type { CandleContent } from '../file.ts';

/** Reads all bytes of a format that is read from its end. Throws JbtError `InvalidCandles` above a limit. */
export async function readWhole(content: CandleContent, mostBytes: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of content.bytes()) {
    length += piece.length;
    if (length > mostBytes) {
      const limit = `${Math.floor(mostBytes / 1e6)} MB`;
      throw new JbtError(
        'InvalidCandles',
        `${content.name} has more than ${limit} in one piece: split it, or write CSV`,
      );
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
