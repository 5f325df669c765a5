import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Blobs } from '../../run/play/remote/blobs.ts';
import type { Digest } from '../../run/ports.ts';
import { makeFolder } from '../system/make-folder.ts';

/** Contents as files of a folder, which several machines may share. Nothing is ever half there. */
export function folderBlobs(folder: string, digest: Digest): Blobs {
  const pathOf = (hash: string): string => join(folder, hash.slice(0, 2), hash);
  const touch = async (path: string): Promise<boolean> => {
    const now = new Date();
    return utimes(path, now, now).then(
      () => true,
      () => false,
    );
  };
  return {
    has: (hash) => touch(pathOf(hash)),
    async get(hash) {
      const path = pathOf(hash);
      const content = await readFile(path).catch(unlessMissing);
      if (content === null) return null;
      if (digest(content) !== hash) {
        await rm(path, { force: true });
        return null;
      }
      await touch(path);
      return content;
    },
    async put(content) {
      const hash = digest(content);
      const path = pathOf(hash);
      if (await touch(path)) return hash;
      makeFolder(join(folder, hash.slice(0, 2)));
      const partial = `${path}.${randomUUID()}.partial`;
      try {
        await writeFile(partial, content);
        await rename(partial, path);
      } finally {
        await rm(partial, { force: true });
      }
      return hash;
    },
  };
}

function unlessMissing(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
  throw error;
}
