/** Decompresses a block of LZ4: runs of literal bytes, each followed by a copy of earlier output. */
export function decodeLz4Block(input: Uint8Array, size: number): Uint8Array {
  const output = new Uint8Array(size);
  const end = decodeInto(output, 0, input);
  if (end !== size) throw new Error(`LZ4 gives ${end} of ${size} bytes`);
  return output;
}

const FRAME_MAGIC = 0x184d2204;
const HAS_BLOCK_CHECKSUM = 0x10;
const HAS_CONTENT_SIZE = 0x08;
const HAS_DICTIONARY = 0x01;
const IS_STORED = 0x80000000;

/** Most bytes of a block, by three bits of the header. */
const BLOCK_SIZE = [0, 0, 0, 0, 1 << 16, 1 << 18, 1 << 20, 1 << 22];

/** Decompresses an LZ4 frame, the form of LZ4 in Arrow files. */
export function decodeLz4Frame(input: Uint8Array): Uint8Array {
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength);
  if (view.getUint32(0, true) !== FRAME_MAGIC) throw new Error('LZ4 has no frame');
  const flags = input[4];
  const mostBytes = BLOCK_SIZE[(input[5] >> 4) & 7];
  let output = new Uint8Array(mostBytes);
  let at = 7 + (flags & HAS_CONTENT_SIZE ? 8 : 0) + (flags & HAS_DICTIONARY ? 4 : 0);
  let end = 0;
  for (let length = view.getUint32(at, true); length !== 0; length = view.getUint32(at, true)) {
    if (end + mostBytes > output.length) output = copyInto(new Uint8Array(2 * output.length), output);
    const bytes = length & ~IS_STORED;
    const block = input.subarray(at + 4, at + 4 + bytes);
    if (length & IS_STORED) output.set(block, end);
    end = length & IS_STORED ? end + bytes : decodeInto(output, end, block);
    at += 4 + bytes + (flags & HAS_BLOCK_CHECKSUM ? 4 : 0);
  }
  return output.subarray(0, end);
}

function copyInto(larger: Uint8Array<ArrayBuffer>, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  larger.set(bytes);
  return larger;
}

const LONG = 15;
const LEAST_COPY = 4;

/** Appends a block to output and returns its end. Throws RangeError when the block is damaged. */
function decodeInto(output: Uint8Array, start: number, input: Uint8Array): number {
  let end = start;
  let at = 0;
  const more = (length: number): number => {
    let sum = length;
    if (length === LONG) {
      do sum += input[at];
      while (input[at++] === 255);
    }
    return sum;
  };
  while (at < input.length) {
    const token = input[at++];
    const literals = more(token >> 4);
    output.set(input.subarray(at, at + literals), end);
    at += literals;
    end += literals;
    if (at >= input.length) break;
    const distance = input[at] | (input[at + 1] << 8);
    at += 2;
    const length = more(token & LONG) + LEAST_COPY;
    if (distance === 0 || distance > end || end + length > output.length) throw new RangeError('LZ4 is damaged');
    // The copy may overlap what it writes: bytes go one by one.
    for (const stop = end + length; end < stop; end++) output[end] = output[end - distance];
  }
  return end;
}
