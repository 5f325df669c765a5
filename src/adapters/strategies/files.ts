import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import { JbtError } from '../../model/errors.ts';
import { suggestion } from '../../run/text/nearest.ts';

const FOLDER = 'strategies';
const EXTENSIONS = ['.ts', '.mts', '.js', '.mjs'];
const DEFAULT_CLASS = /^\s*export\s+default\s+(?:abstract\s+)?(?:class\s+(?!extends\b))?([A-Za-z_$][\w$]*)/m;
const NO_NAMES = new Set(['class', 'async', 'function', 'new', 'abstract']);

/** A strategy that a batch names, and the file that holds it. */
export interface StrategyFile {
  readonly name: string;
  /** Absolute, without symbolic links. */
  readonly path: string;
  /** Of its class, as it is written. */
  readonly className: string;
}

/**
 * Finds a strategy by its path or by the name of one of `strategies/` (`trend` is `strategies/trend.ts` or
 * `strategies/trend/index.ts`). Throws JbtError `StrategyNotFound` with the nearest name there is.
 */
export function findStrategy(name: string, baseDir: string): StrategyFile {
  const path = pathOfStrategy(name, baseDir);
  if (path === null) throw new JbtError('StrategyNotFound', explainMissing(name, baseDir));
  const real = realpathSync(path);
  return { name, path: real, className: classNameOf(real) };
}

/** Where the file of a strategy lies; null when there is none. */
export function pathOfStrategy(name: string, baseDir: string): string | null {
  const paths = candidatePaths(name).map((candidate) => resolve(baseDir, candidate));
  return paths.find(isFile) ?? null;
}

/** What a strategy of a name that does not exist may have been meant to be. */
export function strategiesNear(name: string, baseDir: string): readonly string[] {
  const folder = folderOf(name);
  const entries = existsSync(resolve(baseDir, folder)) ? strategiesIn(resolve(baseDir, folder)) : [];
  return isPath(name) ? entries.map((entry) => join(folder, entry)) : entries.map(stemOf);
}

/** As people write it: relative to the project, with slashes. */
export function displayPath(path: string, baseDir: string): string {
  return relative(baseDir, path).replaceAll('\\', '/');
}

function candidatePaths(name: string): readonly string[] {
  const stem = join(FOLDER, name);
  return [name, stem, ...EXTENSIONS.flatMap((extension) => [stem + extension, join(stem, `index${extension}`)])];
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function explainMissing(name: string, baseDir: string): string {
  const folder = folderOf(name);
  if (!existsSync(resolve(baseDir, folder))) return `${name}: there is no folder ${folder} in ${baseDir}`;
  const near = suggestion(name, strategiesNear(name, baseDir));
  return `${name}: there is no such strategy in ${resolve(baseDir, folder)}${near}`;
}

function folderOf(name: string): string {
  return isPath(name) ? dirname(name) : FOLDER;
}

function isPath(name: string): boolean {
  return name.includes('/') || name.includes('\\') || EXTENSIONS.includes(extname(name));
}

function strategiesIn(folder: string): readonly string[] {
  const hasIndex = (name: string) =>
    EXTENSIONS.some((extension) => existsSync(join(folder, name, `index${extension}`)));
  return readdirSync(folder).filter((name) => EXTENSIONS.includes(extname(name)) || hasIndex(name));
}

function stemOf(path: string): string {
  return basename(path, extname(path));
}

/** The bundler renames one of two classes of the same name, so the name is read where it is written. */
function classNameOf(path: string): string {
  const name = DEFAULT_CLASS.exec(readFileSync(path, 'utf8'))?.[1];
  if (name !== undefined && !NO_NAMES.has(name)) return name;
  const stem = stemOf(path);
  return stem === 'index' ? basename(dirname(path)) : stem;
}
