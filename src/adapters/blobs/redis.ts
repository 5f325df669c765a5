import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import type { Redis } from 'ioredis';
import { JbtError } from '../../model/errors.ts';
import type { Blobs } from '../../run/play/remote/blobs.ts';
import type { Digest } from '../../run/ports.ts';

const [deflate, inflate] = [promisify(deflateRaw), promisify(inflateRaw)];

/** A month of real minutes has less than 0.5 MB. A larger value keeps Redis from answering anybody else for too long. */
export const MOST_BLOB_BYTES = 8 * 1024 * 1024;
/** Level 1 packs real minutes to less than a quarter; higher levels gain little more, in several times the time. */
const LEVEL = 1;
/** Longer than a coordinator can be away without starting anew; it renews what a run needs. */
const KEPT_SECONDS = 3600;

/** Contents in Redis, deflated, under `blob:DIGEST` below a prefix, for so long after their last use. */
export function redisBlobs(redis: Redis, digest: Digest, prefix: string, keptSeconds = KEPT_SECONDS): Blobs {
  const keyOf = (hash: string): string => `${prefix}blob:${hash}`;
  const has = async (hash: string): Promise<boolean> => (await redis.expire(keyOf(hash), keptSeconds)) === 1;
  return {
    has,
    async get(hash) {
      const packed = await redis.getexBuffer(keyOf(hash), 'EX', keptSeconds);
      if (packed === null) return null;
      const content = await inflate(packed).catch(() => null);
      if (content !== null && digest(content) === hash) return content;
      await redis.del(keyOf(hash));
      return null;
    },
    async put(content) {
      const hash = digest(content);
      if (await has(hash)) return hash;
      const packed = await deflate(content, { level: LEVEL });
      if (packed.byteLength > MOST_BLOB_BYTES) {
        const mib = (packed.byteLength / 1024 ** 2).toFixed(1);
        throw new JbtError('MachineLimit', `a part of the run has ${mib} MiB, and Redis takes at most 8 MiB at once`);
      }
      await redis.set(keyOf(hash), packed, 'EX', keptSeconds, 'NX');
      return hash;
    },
  };
}
