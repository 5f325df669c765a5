import { execFile } from 'node:child_process';
import { cpus, release, type } from 'node:os';
import type { Commit, Machine } from '../../run/provenance.ts';

/** The machine that this process runs on. */
export function thisMachine(): Machine {
  return {
    v8: process.versions.v8,
    system: `${type()} ${release()}`,
    // Some systems do not tell.
    processor: cpus()[0]?.model.trim() || 'unknown',
  };
}

/** A repository that answers later than this is left out: nobody waits for it. */
const LONGEST_WAIT_MS = 2_000;
const MOST_BYTES = 16 * 2 ** 20;

/** The commit of the repository that a folder is in; null outside of one, before its first commit, and without git. */
export function commitOf(folder: string): Promise<Commit | null> {
  const words = ['-C', folder, '--no-optional-locks', 'status', '--porcelain=v2', '--branch'];
  return new Promise((resolve) => {
    execFile('git', words, { timeout: LONGEST_WAIT_MS, maxBuffer: MOST_BYTES }, (error, stdout) => {
      resolve(error === null ? commitIn(stdout) : null);
    });
  });
}

function commitIn(status: string): Commit | null {
  const id = /^# branch\.oid ([0-9a-f]{40,64})$/m.exec(status)?.[1];
  return id === undefined ? null : { id, isClean: !/^[^#]/m.test(status) };
}
