import { crc32 } from 'node:zlib';

/** CRC-32 as eight digits of lower-case hex. */
export function checksumOf(content: string | Uint8Array): string {
  return crc32(content).toString(16).padStart(8, '0');
}
