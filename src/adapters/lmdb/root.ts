import { statSync } from 'node:fs';
import { join } from 'node:path';
import { open, type RootDatabase } from 'lmdb';
import { JbtError } from '../../model/errors.ts';
import { compactionElsewhere } from './compact-mark.ts';
import { MOST_READERS } from './lock.ts';

/** Opens LMDB. Throws JbtError `CacheUnavailable` while another process compacts the environment. */
export function openRoot(folder: string, access: 'write' | 'read'): RootDatabase<Buffer, string> {
  const before = fileNumber(folder);
  const root = openLmdb(folder, access);
  if (access === 'read') return root;
  // A read registers this process among LMDB's readers: a compaction that begins later finds it there and gives up.
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
 * Works around a crash of LMDB 3.5. A compacted copy has an empty free list. When its first entry needs a page of its own,
 * `mdb_page_alloc` searches the new, still empty leaf of that list, and an assertion ends the process. A small
 * transaction makes a small first entry. No later transaction empties the list.
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
    // LMDB would take a folder with a dot in its name for a file.
    noSubdir: false,
    readOnly: access === 'read',
    encoding: 'binary',
    // The defaults end in MDB_PANIC after a sibling process was killed, and hang or lose writes at exit.
    overlappingSync: false,
    eventTurnBatching: false,
    maxReaders: MOST_READERS,
  });
}

/** The inode, which tells a compacted copy from the file it replaced; null for no file. */
function fileNumber(folder: string): bigint | null {
  return statSync(join(folder, 'data.mdb'), { bigint: true, throwIfNoEntry: false })?.ino ?? null;
}
