import type { Cache } from '../../run/cache-port.ts';
import type { Blobs } from '../../run/play/remote/blobs.ts';
import type { Digest } from '../../run/ports.ts';

/** Contents in a cache, which forgets those that were not used for the longest time. */
export function cachedBlobs(cache: Cache, digest: Digest): Blobs {
  const keyOf = (hash: string): string => `blob ${hash}`;
  return {
    has: async (hash) => cache.has('values', keyOf(hash)),
    async get(hash) {
      const content = cache.get('values', keyOf(hash));
      if (content === null || digest(content) === hash) return content;
      cache.delete('values', keyOf(hash));
      return null;
    },
    async put(content) {
      const hash = digest(content);
      if (!cache.has('values', keyOf(hash))) cache.set('values', keyOf(hash), content, null);
      return hash;
    },
  };
}
