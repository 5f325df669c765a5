import { isAbsolute, join, relative, resolve } from 'node:path';
import type { Io } from './command.ts';

/** The folders of a project. */
export interface Home {
  /** JBT_HOME, by default `.jbt` in the working directory. */
  readonly folder: string;
  /** The LMDB environment: candles, values, results. */
  readonly cache: string;
  readonly runs: string;
  /** Bundled strategies. */
  readonly bundles: string;
}

export function homeOf(io: Io): Home {
  const folder = resolve(io.cwd, io.env.JBT_HOME || '.jbt');
  return { folder, cache: join(folder, 'cache'), runs: join(folder, 'runs'), bundles: join(folder, 'bundles') };
}

/** Path for messages: relative inside the working directory. */
export function shownPath(path: string, { cwd }: Pick<Io, 'cwd'>): string {
  const fromHere = relative(cwd, path);
  return fromHere.startsWith('..') || isAbsolute(fromHere) ? path : fromHere || '.';
}
