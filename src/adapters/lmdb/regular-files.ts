import { type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { JbtError } from '../../model/errors.ts';

/** LMDB hangs when `data.mdb` is a pipe, and ends in SIGSEGV when `lock.mdb` is a folder. */
export function requireRegularFiles(folder: string): void {
  for (const name of ['data.mdb', 'lock.mdb']) {
    const found = statSync(join(folder, name), { throwIfNoEntry: false });
    if (found === undefined || found.isFile()) continue;
    throw new JbtError(
      'CacheUnavailable',
      `the cache ${folder} cannot be used (${name} is ${kindOf(found)}, not a file): move it away, or set JBT_HOME to another folder`,
    );
  }
}

function kindOf(found: Stats): string {
  if (found.isDirectory()) return 'a folder';
  return found.isFIFO() ? 'a pipe' : 'a device or socket';
}
