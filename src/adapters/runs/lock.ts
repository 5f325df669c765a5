import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownerText, type ProcessOwner, processOwner, stateOf, thisProcess } from '../system/process-owner.ts';

/** Heartbeat: an owner writes its lock again, because other hosts cannot see its process. */
const SIGN_OF_LIFE_MS = 10_000;
/** An owner without a heartbeat for so long is gone. Network file systems may show a write a minute late. */
const LONGEST_SILENCE_MS = 120_000;

/** State of a run's lock. */
export type FoundLock =
  /** `elsewhere` names the owner when it is on another host. */
  | { readonly kind: 'held'; readonly elsewhere: string | null }
  /** `generation` is that of the newest lock, 0 for none. `orphanOf` names the owner when it was on another host. */
  | { readonly kind: 'free'; readonly generation: number; readonly orphanOf: string | null };

/** A lock that this process holds. */
export class RunLock {
  readonly #folder: string;
  readonly #generation: number;
  readonly #signs: NodeJS.Timeout;

  constructor(folder: string, generation: number, content: string) {
    this.#folder = folder;
    this.#generation = generation;
    this.#signs = setInterval(() => writeAgain(lockOf(folder, generation), content), SIGN_OF_LIFE_MS).unref();
  }

  /** Removes its own lock last: until then, no process looks at the older ones. */
  release(): void {
    clearInterval(this.#signs);
    for (let generation = 1; generation <= this.#generation; generation++) {
      rmSync(lockOf(this.#folder, generation), { force: true });
    }
  }
}

/** Makes a lock. Throws when there is one of this generation. */
export function makeLock(folder: string, generation: number): RunLock {
  const content = JSON.stringify(thisProcess());
  writeFileSync(lockOf(folder, generation), content, { flag: 'wx', mode: 0o600 });
  return new RunLock(folder, generation, content);
}

/** Makes a lock; null when another process has made one of this generation. */
export function claimLock(folder: string, generation: number): RunLock | null {
  try {
    return makeLock(folder, generation);
  } catch {
    return null;
  }
}

/** Looks at the newest lock of a folder. */
export function findLock(folder: string): FoundLock {
  const generation = newestLock(folder);
  const free = { kind: 'free', generation, orphanOf: null } as const;
  if (generation === 0) return free;
  const owner = readOwner(lockOf(folder, generation));
  // A new lock is empty for a moment.
  if (owner === null) return { kind: 'held', elsewhere: null };
  switch (stateOf(owner)) {
    case 'alive':
      return { kind: 'held', elsewhere: null };
    case 'gone':
      return free;
    case 'elsewhere':
      return lookElsewhere(folder, generation, owner);
  }
}

function lookElsewhere(folder: string, generation: number, owner: ProcessOwner): FoundLock {
  const silenceMs = ageOf(folder, lockOf(folder, generation));
  const name = `${ownerText(owner)}, last seen ${Math.round(silenceMs / 1000)} s ago`;
  if (silenceMs > LONGEST_SILENCE_MS) return { kind: 'free', generation, orphanOf: name };
  return { kind: 'held', elsewhere: name };
}

/** Age by the clock of the file system, which a new file shows: the clocks of hosts may differ. */
function ageOf(folder: string, path: string): number {
  const probe = join(folder, `probe-${process.pid}`);
  try {
    writeFileSync(probe, '');
    return statSync(probe).mtimeMs - statSync(path).mtimeMs;
  } catch {
    // The lock was released just now, or the folder cannot be written: this process cannot claim the run.
    return 0;
  } finally {
    rmSync(probe, { force: true });
  }
}

/**
 * The next owner makes a lock of the next generation, which only one process can. Two processes could both replace the
 * lock of a dead owner.
 */
function lockOf(folder: string, generation: number): string {
  return join(folder, `lock-${generation}`);
}

function newestLock(folder: string): number {
  const generations = readdirSync(folder).map((name) => Number(/^lock-(\d+)$/.exec(name)?.[1] ?? 0));
  return Math.max(0, ...generations);
}

function readOwner(path: string): ProcessOwner | null {
  try {
    return processOwner.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}

/** Writes a lock again, but makes none when somebody removed it. */
function writeAgain(path: string, content: string): void {
  try {
    writeFileSync(path, content, { flag: 'r+' });
  } catch {
    // A run goes on when its lock cannot be written.
  }
}
