import type { Redis } from 'ioredis';
import { JbtError } from '../../model/errors.ts';
import type { Blobs } from '../../run/play/remote/blobs.ts';
import type { Digest } from '../../run/ports.ts';

/** A month of minutes has 1.8 MB. A larger value keeps Redis from answering anybody else for too long. */
export const MOST_BLOB_BYTES = 8 * 1024 * 1024;
/** Longer than a coordinator can be away without starting anew; it renews what a run needs. */
const KEPT_SECONDS = 3600;

/** Contents in Redis, under `blob:DIGEST` below a prefix, for so long after their last use. */
export function redisBlobs(redis: Redis, digest: Digest, prefix: string, keptSeconds = KEPT_SECONDS): Blobs {
  const keyOf = (hash: string): string => `${prefix}blob:${hash}`;
  const has = async (hash: string): Promise<boolean> => (await redis.expire(keyOf(hash), keptSeconds)) === 1;
  return {
    has,
    async get(hash) {
      const content = await redis.getexBuffer(keyOf(hash), 'EX', keptSeconds);
      if (content === null || digest(content) === hash) return content;
      await redis.del(keyOf(hash));
      return null;
    },
    async put(content) {
      if (content.byteLength > MOST_BLOB_BYTES) {
        const mib = (content.byteLength / 1024 ** 2).toFixed(1);
        throw new JbtError('MachineLimit', `a part of the run has ${mib} MiB, and Redis takes at most 8 MiB at once`);
      }
      const hash = digest(content);
      if (await has(hash)) return hash;
      const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
      await redis.set(keyOf(hash), bytes, 'EX', keptSeconds, 'NX');
      return hash;
    },
  };
}
