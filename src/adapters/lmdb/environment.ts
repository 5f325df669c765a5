import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RootDatabase } from 'lmdb';
import { JbtError } from '../../model/errors.ts';
import type { Timestamp } from '../../model/time.ts';
import type { Clock } from '../../run/ports.ts';
import { makeFolder } from '../system/make-folder.ts';
import { renameOver } from '../system/rename.ts';
import { isSystemError } from './error.ts';
import { findDamage } from './file.ts';
import { prepareLock } from './lock.ts';
import { requireRegularFiles } from './regular-files.ts';
import { openRoot } from './root.ts';
import { CheckedTable } from './table.ts';

/** The open LMDB environment of a project. Only the coordinator's main thread may write. */
export interface LmdbEnvironment {
  readonly candles: CheckedTable;
  /** Computed values. */
  readonly values: CheckedTable;
  readonly results: CheckedTable;
  /** Large content of values and results, in chunks. */
  readonly contents: CheckedTable;
  /** Commits all writes of the action, or none when it throws. */
  transaction<Value>(action: () => Value): Value;
  /**
   * Ends the read transaction: its pages can be used again, and the next read sees later writes. A busy thread must
   * call it, because LMDB ends a read transaction only when the thread is idle.
   */
  endRead(): void;
  close(): Promise<void>;
}

export interface EnvironmentOptions {
  /** Workers only read. The writer makes the environment before they start. */
  readonly access: 'write' | 'read';
  /** Pages of the trees that are checked on opening: the first 1,024, or all. */
  readonly check: 'quick' | 'whole';
  readonly clock: Clock;
  /** Is told when a damaged environment was moved aside. */
  readonly warn: (message: string) => void;
}

/** Checking 1,024 pages takes about 10 ms. Pages beyond them are read unchecked. */
const PAGES_CHECKED = { quick: 1_024, whole: Number.POSITIVE_INFINITY };

/**
 * Opens the environment in a folder, and makes it when there is none. A damaged one is moved to
 * `<folder>.damaged-<time>`, and a new one begins. Throws JbtError `CacheUnavailable`.
 */
export function openEnvironment(folder: string, options: EnvironmentOptions): LmdbEnvironment {
  return guarded(folder, () => {
    requireRegularFiles(folder);
    if (options.access === 'write') prepareFolder(folder, options);
    const root = openRoot(folder, options.access);
    return {
      candles: openTable(root, 'candles'),
      values: openTable(root, 'values'),
      results: openTable(root, 'results'),
      contents: openTable(root, 'contents'),
      transaction: (action) => guarded(folder, () => root.transactionSync(action)),
      endRead: () => root.resetReadTxn(),
      close: () => root.close(),
    };
  });
}

/** True when anything was ever stored in a folder. */
export function hasEnvironment(folder: string): boolean {
  return existsSync(join(folder, 'data.mdb'));
}

function prepareFolder(folder: string, { check, clock, warn }: EnvironmentOptions): void {
  const damage = findDamage(join(folder, 'data.mdb'), PAGES_CHECKED[check]);
  if (damage !== null) {
    const aside = `${folder}.damaged-${fileTime(clock.now())}`;
    renameOver(folder, aside);
    warn(`the cache ${folder} is damaged (${damage}): moved to ${aside} and begun anew; import the candles again`);
  }
  makeFolder(folder);
  if (!hasEnvironment(folder)) tryToWrite(join(folder, 'probe'));
  prepareLock(folder);
}

/** LMDB ends in SIGSEGV when it cannot write the first pages of a new environment. */
function tryToWrite(path: string): void {
  try {
    writeFileSync(path, Buffer.alloc(PROBE_BYTES));
  } finally {
    rmSync(path, { force: true });
  }
}

const PROBE_BYTES = 65_536;

function openTable(root: RootDatabase<Buffer, string>, name: string): CheckedTable {
  return new CheckedTable(root.openDB<Buffer, string>({ name, encoding: 'binary' }));
}

/** `2023-08-01T12-30-05.250Z`: Windows allows no colon in a file name. */
function fileTime(timestamp: Timestamp): string {
  return new Date(timestamp).toISOString().replaceAll(':', '-');
}

/** Turns an error of LMDB or of the system into JbtError `CacheUnavailable`, which says what to do. */
function guarded<Value>(folder: string, action: () => Value): Value {
  try {
    return action();
  } catch (error) {
    if (error instanceof JbtError || !isSystemError(error)) throw error;
    // Behind the colon LMDB puts its inner state, but Node the path.
    const reason = typeof error.code === 'number' ? error.message.split(':')[0] : error.message;
    throw new JbtError(
      'CacheUnavailable',
      `the cache ${folder} cannot be used (${reason}): make it writable, free its disk, or set JBT_HOME to another folder`,
    );
  }
}
