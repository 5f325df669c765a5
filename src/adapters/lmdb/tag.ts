import { createSums, ROOM_BYTES, STEP_BYTES, SUMS_BYTES } from './tag-wasm.ts';

/** Bytes of a tag. */
export const TAG_BYTES = SUMS_BYTES;

const { memory, add } = createSums();
const sums = memory.subarray(0, SUMS_BYTES);
const room = memory.subarray(SUMS_BYTES, SUMS_BYTES + ROOM_BYTES);

/**
 * A checksum of large content, whose length is known otherwise. Its 64-bit words lie in two columns; of each column
 * w₁ … wₙ, and of the upper 32 bits of each word alone, these are a = Σ wᵢ and b = Σ (n + 1 − i) wᵢ, modulo 2⁶⁴: the sums
 * of J. G. Fletcher, An Arithmetic Checksum for Serial Transmissions (IEEE Transactions on Communications 30, 1982), so
 * wide that no change of two words is missed. `npm run bench -- cache` prints what it costs.
 */
export function tagOf(content: Uint8Array): Buffer {
  beginTag();
  addToTag(content);
  return endTag();
}

/** Begins the tag of content that comes in parts; a thread makes one at a time. */
export function beginTag(): void {
  sums.fill(0);
}

/** Adds the next part; all but the last are multiples of `STEP_BYTES` long. */
export function addToTag(part: Uint8Array): void {
  for (let start = 0; start < part.byteLength; start += ROOM_BYTES) {
    const piece = part.subarray(start, start + ROOM_BYTES);
    const bytes = Math.ceil(piece.byteLength / STEP_BYTES) * STEP_BYTES;
    room.set(piece);
    if (bytes > piece.byteLength) room.fill(0, piece.byteLength, bytes);
    add(SUMS_BYTES + bytes);
  }
}

export function endTag(): Buffer {
  return Buffer.from(sums);
}
