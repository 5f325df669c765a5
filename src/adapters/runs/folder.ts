import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { JbtError } from '../../model/errors.ts';
import type { Timestamp } from '../../model/time.ts';
import { isAlive } from '../system/process.ts';
import { writeWhole } from '../system/write-whole.ts';

/** Permissions: a batch, its command line and its results are nobody else's. */
const OWNER_ONLY = { folder: 0o700, file: 0o600 };

const manifestOnDisk = z.object({ identity: z.string() });
const reportOnDisk = z.object({ run: z.object({ finished: z.string().nullable() }) });
const lockOnDisk = z.object({ pid: z.int(), begun: z.string().nullable() });

/** The folder of one run, held by this process until it is released. */
export class RunFolder {
  /** Sorts by the time the run began. */
  readonly id: string;
  readonly path: string;
  readonly #generation: number;

  constructor(id: string, path: string, generation: number) {
    this.id = id;
    this.path = path;
    this.#generation = generation;
  }

  /** Writes a file that appears whole or not at all. */
  write(name: string, content: string): void {
    const path = join(this.path, name);
    guarded(path, () => writeWhole(path, content, { flush: true, mode: OWNER_ONLY.file }));
  }

  /** Lets another process have the run. Its own lock goes last: while it is there, nobody looks at those of the dead. */
  release(): void {
    for (let generation = 1; generation <= this.#generation; generation++) {
      rmSync(lockOf(this.path, generation), { force: true });
    }
  }
}

/** Makes and holds the folder of a new run under `runs`. */
export function createRunFolder(runs: string, startedAt: Timestamp): RunFolder {
  return guarded(runs, () => {
    mkdirSync(runs, { recursive: true, mode: OWNER_ONLY.folder });
    const id = `${compactTime(startedAt)}-${randomBytes(3).toString('hex')}`;
    const path = join(runs, id);
    mkdirSync(path, { mode: OWNER_ONLY.folder });
    writeLock(lockOf(path, 1));
    return new RunFolder(id, path, 1);
  });
}

/**
 * Holds the newest run under `runs` that has this identity, was interrupted, and is no other process's; null for none.
 * One that a newer finished run has made up for is left as it is.
 */
export function claimInterruptedRun(runs: string, identity: string): RunFolder | null {
  for (const id of namesIn(runs).sort().reverse()) {
    const path = join(runs, id);
    if (identityOf(path) !== identity) continue;
    const generation = newestLock(path);
    // Asked before the report is looked at: a run that ends meanwhile has its report when its lock is gone.
    if (generation > 0 && isHeld(lockOf(path, generation))) continue;
    if (isFinished(path)) return null;
    if (claim(lockOf(path, generation + 1))) return new RunFolder(id, path, generation + 1);
  }
  return null;
}

/** `20231101T120000250`: a run whose results are all known is over within a second. */
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

/**
 * A dead owner's lock is never removed or replaced, which two processes could do at once: the next owner makes a lock of
 * the next number, which only one can.
 */
function lockOf(path: string, generation: number): string {
  return join(path, `lock-${generation}`);
}

/** Number of the newest lock, 0 for none. */
function newestLock(path: string): number {
  const generations = namesIn(path).map((name) => Number(/^lock-(\d+)$/.exec(name)?.[1] ?? 0));
  return Math.max(0, ...generations);
}

function claim(lock: string): boolean {
  try {
    writeLock(lock);
    return true;
  } catch {
    return false;
  }
}

function writeLock(lock: string): void {
  const content = { pid: process.pid, begun: beginningOf(process.pid) };
  writeFileSync(lock, JSON.stringify(content), { flag: 'wx', mode: OWNER_ONLY.file });
}

/** Whether the process that made a lock still lives. Processes of other containers cannot be seen and count as gone. */
function isHeld(lock: string): boolean {
  const owner = readJson(lock, lockOnDisk);
  // Empty for the moment between its making and its writing.
  if (owner === null) return true;
  return isAlive(owner.pid) && beginningOf(owner.pid) === owner.begun;
}

/** When a process began, in ticks since boot, because numbers of processes are used again; null where /proc is not. */
function beginningOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name before it, in parentheses, may hold spaces.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return null;
  }
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
