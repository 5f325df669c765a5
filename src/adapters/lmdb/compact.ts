import { closeSync, fsyncSync, mkdirSync, openSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { RootDatabase } from 'lmdb';
import { JbtError } from '../../model/errors.ts';
import { renameOver } from '../system/rename.ts';
import { compactionElsewhere, markCompacting, unmarkCompacting } from './compact-mark.ts';
import { findDamage } from './file.ts';
import { requireRegularFiles } from './regular-files.ts';
import { openRoot } from './root.ts';

/** Sizes of an environment's file in bytes. */
export interface Compaction {
  readonly before: number;
  readonly after: number;
}

/**
 * Compacts an environment's file: a copy without free pages takes its place in one rename. A crash leaves the one or the
 * other. Throws JbtError `CacheUnavailable` when another process has the environment open.
 */
export async function compactEnvironment(folder: string): Promise<Compaction> {
  requireRegularFiles(folder);
  const other = compactionElsewhere(folder);
  if (other !== null || !markCompacting(folder)) throw refusal(folder, other ?? 'is being compacted already');
  const copyFolder = join(folder, 'copy');
  try {
    rmSync(copyFolder, { recursive: true, force: true });
    mkdirSync(copyFolder);
    await copyTo(folder, copyFolder);
    return replace(join(folder, 'data.mdb'), join(copyFolder, 'data.mdb'));
  } finally {
    rmSync(copyFolder, { recursive: true, force: true });
    unmarkCompacting(folder);
  }
}

async function copyTo(folder: string, copyFolder: string): Promise<void> {
  const damage = damageIn(folder);
  if (damage !== null) throw refusal(folder, `is damaged (${damage}): jbt cache verify begins it anew`);
  const root = openRoot(folder, 'write');
  try {
    const others = otherReaders(root);
    if (others.length > 0)
      throw refusal(folder, `is in use by process ${others.join(', ')}: try again when it has ended`);
    await root.backup(copyFolder, true).catch((error: Error) => {
      throw refusal(folder, `cannot be compacted (${error.message}): free its disk`);
    });
  } finally {
    await root.close();
  }
  const fault = damageIn(copyFolder);
  if (fault !== null) throw refusal(folder, `stays as it is: its copy came out wrong (${fault})`);
}

function damageIn(folder: string): string | null {
  return findDamage(join(folder, 'data.mdb'), Number.POSITIVE_INFINITY);
}

/** Each process with the environment open has a place among LMDB's readers. `readerCheck` removes those that died. */
function otherReaders(root: RootDatabase<Buffer, string>): readonly number[] {
  root.readerCheck();
  const pids = [...root.readerList().matchAll(/^\s*(\d+)\s/gm)].map(([, pid]) => Number(pid));
  return [...new Set(pids)].filter((pid) => pid !== process.pid);
}

function replace(path: string, copy: string): Compaction {
  const sizes = { before: statSync(path).size, after: statSync(copy).size };
  const file = openSync(copy, 'r+');
  fsyncSync(file);
  closeSync(file);
  renameOver(copy, path);
  return sizes;
}

function refusal(folder: string, why: string): JbtError {
  return new JbtError('CacheUnavailable', `the cache ${folder} ${why}`);
}
