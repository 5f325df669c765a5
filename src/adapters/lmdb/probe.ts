import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../run/ports.ts';
import { openEnvironment } from './environment.ts';
import { findDamage } from './file.ts';
import { requireRegularFiles } from './regular-files.ts';

const PROBED = Buffer.from('jbt');
/** As many pages as every run checks, which takes about 10 ms. */
const PAGES_CHECKED = 1_024;

/** Writes an entry into a temporary environment, opens it again and reads the entry. Throws when LMDB does not work. */
export async function probeLmdb(clock: Clock): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'jbt-probe-'));
  try {
    for (const access of ['write', 'read'] as const) {
      const environment = openEnvironment(folder, { access, check: 'quick', clock, warn: () => {} });
      if (access === 'write') environment.transaction(() => environment.values.put('probe', PROBED));
      const found = environment.values.get('probe');
      const isSame = found.kind === 'found' && PROBED.equals(found.content);
      await environment.close();
      if (!isSame) throw new Error('LMDB does not read what it wrote');
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Says what damage an environment has, without changing it; null for none. Throws JbtError `CacheUnavailable` where its
 * files are no files.
 */
export function damageIn(folder: string): string | null {
  requireRegularFiles(folder);
  return findDamage(join(folder, 'data.mdb'), PAGES_CHECKED);
}

/** True where an environment can be opened for reading without making a file. */
export function isReadable(folder: string): boolean {
  return ['data.mdb', 'lock.mdb'].every((name) => existsSync(join(folder, name)));
}
