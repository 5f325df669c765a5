import { crc32 } from 'node:zlib';

/** CRC-32, then the length. Eight bytes keep the numbers behind them aligned. */
const SEAL_BYTES = 8;

/** Puts a CRC-32 before the content. It covers the key as well: content under a wrong key is corrupt. */
export function seal(key: string, content: Uint8Array): Buffer {
  const sealed = Buffer.allocUnsafe(SEAL_BYTES + content.byteLength);
  sealed.writeUInt32LE(content.byteLength, 4);
  sealed.set(content, SEAL_BYTES);
  sealed.writeUInt32LE(checksum(key, content), 0);
  return sealed;
}

/** Returns the content, over the same memory; null when the CRC-32 does not match. */
export function unseal(key: string, sealed: Buffer): Uint8Array | null {
  if (sealed.length < SEAL_BYTES) return null;
  // LMDB hands out a buffer that is larger than the value it holds.
  const content = sealed.subarray(SEAL_BYTES, sealed.length);
  if (sealed.readUInt32LE(4) !== content.byteLength) return null;
  return sealed.readUInt32LE(0) === checksum(key, content) ? content : null;
}

function checksum(key: string, content: Uint8Array): number {
  return crc32(content, crc32(key));
}
