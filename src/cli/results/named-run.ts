import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { findRun, readStoredRun, type StoredRun } from '../../adapters/runs/stored-run.ts';
import { JbtError } from '../../model/errors.ts';
import type { Io } from '../command.ts';
import { homeOf } from '../home.ts';

/**
 * A run by the beginning of its id, by its folder, or by a file in it; null for a file that lies elsewhere. Throws JbtError
 * `FileNotFound`.
 */
export function namedRun(text: string, io: Io): StoredRun | null {
  const path = resolve(io.cwd, text);
  if (!existsSync(path)) {
    const { runs } = homeOf(io);
    return readStoredRun(runs, findRun(runs, text));
  }
  const folder = statSync(path).isDirectory() ? path : dirname(path);
  if (existsSync(join(folder, 'manifest.json'))) return readStoredRun(dirname(folder), basename(folder));
  if (folder !== path) return null;
  throw new JbtError('FileNotFound', `${text} is no folder of a run: it has no manifest.json; jbt runs lists runs`);
}
