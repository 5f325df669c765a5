import { crc32 } from 'node:zlib';

/** CRC-32 and length come first; eight bytes keep numbers behind them aligned. */
const SEAL_BYTES = 8;

/** The content with a checksum over it and its key, so that it is trusted under no other key. */
export function seal(key: string, content: Uint8Array): Buffer {
  const sealed = Buffer.allocUnsafe(SEAL_BYTES + content.byteLength);
  sealed.writeUInt32LE(content.byteLength, 4);
  sealed.set(content, SEAL_BYTES);
  sealed.writeUInt32LE(checksum(key, content), 0);
  return sealed;
}

/** The content, over the same memory; null when a byte of it is not as it was written. */
export function unseal(key: string, sealed: Buffer): Uint8Array | null {
  if (sealed.length < SEAL_BYTES) return null;
  // Exactly so many bytes: LMDB hands out a buffer that is larger than what it holds.
  const content = sealed.subarray(SEAL_BYTES, sealed.length);
  if (sealed.readUInt32LE(4) !== content.byteLength) return null;
  return sealed.readUInt32LE(0) === checksum(key, content) ? content : null;
}

function checksum(key: string, content: Uint8Array): number {
  return crc32(content, crc32(key));
}
