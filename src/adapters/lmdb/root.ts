import { statSync } from 'node:fs';
import { join } from 'node:path';
import { open, type RootDatabase } from 'lmdb';
import { JbtError } from '../../model/errors.ts';
import { compactionElsewhere } from './compact-mark.ts';
import { MOST_READERS } from './lock.ts';

/** Opens LMDB itself. Throws JbtError `CacheUnavailable` while another process compacts it. */
export function openRoot(folder: string, access: 'write' | 'read'): RootDatabase<Buffer, string> {
  const before = fileNumber(folder);
  const root = openLmdb(folder, access);
  if (access === 'read') return root;
  // Takes a place among the readers: a compaction that begins later finds this process there and leaves the file alone.
  root.getBinaryFast('nothing');
  root.resetReadTxn();
  const isSameFile = before === null || before === fileNumber(folder);
  const compaction = compactionElsewhere(folder);
  if (isSameFile && compaction === null) {
    seedFreeList(root);
    return root;
  }
  void root.close();
  throw new JbtError('CacheUnavailable', `the cache ${folder} ${compaction ?? 'was compacted this moment: try again'}`);
}

/**
 * A compacted copy has an empty free list, and LMDB 3.5 ends the process when the first entry of that list is too large
 * for its page: `mdb_page_alloc` looks for free pages in the page that it is making. A small transaction gives the list
 * a small first entry; no transaction empties it again.
 */
function seedFreeList(root: RootDatabase<Buffer, string>): void {
  const { free, root: main }: { free?: TreeStats; root?: TreeStats } = root.getStats();
  if (free?.entryCount !== 0 || main?.entryCount === 0) return;
  root.transactionSync(() => {
    root.putSync('seed', Buffer.alloc(1));
    root.removeSync('seed');
  });
}

interface TreeStats {
  readonly entryCount: number;
}

function openLmdb(folder: string, access: 'write' | 'read'): RootDatabase<Buffer, string> {
  return open<Buffer, string>(folder, {
    // A folder whose name has a dot in it is a folder all the same.
    noSubdir: false,
    readOnly: access === 'read',
    encoding: 'binary',
    // The defaults end in MDB_PANIC when a sibling process was killed, and hang or lose writes at exit.
    overlappingSync: false,
    eventTurnBatching: false,
    maxReaders: MOST_READERS,
  });
}

/** Tells a file from the one that takes its place; null when there is none. */
function fileNumber(folder: string): bigint | null {
  return statSync(join(folder, 'data.mdb'), { bigint: true, throwIfNoEntry: false })?.ino ?? null;
}
