import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { JbtError } from '../../model/errors.ts';
import type { Timestamp } from '../../model/time.ts';
import { makeFolder } from '../system/make-folder.ts';
import { writeWhole } from '../system/write-whole.ts';
import { claimLock, findLock, makeLock, type RunLock } from './lock.ts';

/** Permissions. Other users must not read a batch, its command line or its results. */
const OWNER_ONLY = { folder: 0o700, file: 0o600 };

const manifestOnDisk = z.object({ identity: z.string() });
const reportOnDisk = z.object({ run: z.object({ finished: z.string().nullable() }) });

/** The folder of a run, which this process holds until it releases it. */
export class RunFolder {
  /** Sorts by the time the run began. */
  readonly id: string;
  readonly path: string;
  readonly #lock: RunLock;

  constructor(id: string, path: string, lock: RunLock) {
    this.id = id;
    this.path = path;
    this.#lock = lock;
  }

  /** Writes a file that appears whole or not at all. */
  write(name: string, content: string | Iterable<string>): void {
    const path = join(this.path, name);
    guarded(path, () => writeWhole(path, content, { flush: true, mode: OWNER_ONLY.file }));
  }

  /** Gives the run back: another process may continue it. */
  release(): void {
    this.#lock.release();
  }
}

/** Makes and holds the folder of a new run under `runs`. */
export function createRunFolder(runs: string, startedAt: Timestamp): RunFolder {
  return guarded(runs, () => {
    makeFolder(runs, OWNER_ONLY.folder);
    const id = `${compactTime(startedAt)}-${randomBytes(3).toString('hex')}`;
    const path = join(runs, id);
    mkdirSync(path, { mode: OWNER_ONLY.folder });
    return new RunFolder(id, path, makeLock(path, 1));
  });
}

/**
 * Claims the newest interrupted run of an identity that no other process holds; null for none, and when a newer run of the
 * identity is finished. `warn` is told of processes on other hosts.
 */
export function claimInterruptedRun(runs: string, identity: string, warn: (message: string) => void): RunFolder | null {
  for (const id of namesIn(runs).sort().reverse()) {
    const path = join(runs, id);
    if (identityOf(path) !== identity) continue;
    // The lock comes before the report: a run that ends in between has written its report when its lock is gone.
    const found = findLock(path);
    if (found.kind === 'held') {
      if (found.elsewhere !== null) warn(`run ${id} is played by ${found.elsewhere}: a new run begins`);
      continue;
    }
    if (isFinished(path)) return null;
    const lock = claimLock(path, found.generation + 1);
    if (lock === null) continue;
    if (found.orphanOf !== null) warn(`run ${id} was left behind by ${found.orphanOf}`);
    return new RunFolder(id, path, lock);
  }
  return null;
}

/** Id of the run that `claimInterruptedRun` would claim; null for none. */
export function findInterruptedRun(runs: string, identity: string): string | null {
  for (const id of namesIn(runs).sort().reverse()) {
    const path = join(runs, id);
    if (identityOf(path) !== identity || findLock(path).kind === 'held') continue;
    return isFinished(path) ? null : id;
  }
  return null;
}

/** `20231101T120000250`, with milliseconds because a run whose results are known takes less than a second. */
function compactTime(timestamp: Timestamp): string {
  return new Date(timestamp).toISOString().slice(0, 23).replaceAll(/[-:.]/g, '');
}

function identityOf(path: string): string | null {
  return readJson(join(path, 'manifest.json'), manifestOnDisk)?.identity ?? null;
}

function isFinished(path: string): boolean {
  const report = readJson(join(path, 'report.json'), reportOnDisk);
  return report !== null && report.run.finished !== null;
}

function namesIn(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function readJson<Content>(path: string, schema: z.ZodType<Content>): Content | null {
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}

function guarded<Value>(path: string, action: () => Value): Value {
  try {
    return action();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new JbtError(
      'RunFolderUnavailable',
      `${path} cannot be written (${reason}): make it writable or set JBT_HOME to a folder that is`,
    );
  }
}
