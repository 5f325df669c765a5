import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import { JbtError } from '../../model/errors.ts';
import { suggestion } from '../../run/text/nearest.ts';

const FOLDER = 'strategies';
const EXTENSIONS = ['.ts', '.mts', '.js', '.mjs'];
const DEFAULT_CLASS = /^\s*export\s+default\s+(?:abstract\s+)?(?:class\s+(?!extends\b))?([A-Za-z_$][\w$]*)/m;
const NO_NAMES = new Set(['class', 'async', 'function', 'new', 'abstract']);

/** A strategy as a batch names it, and its file. */
export interface StrategyFile {
  readonly name: string;
  /** Absolute path with symbolic links resolved. */
  readonly path: string;
  /** Class name as written in the source. */
  readonly className: string;
}

/**
 * Finds a strategy by its path or by the name of one of `strategies/` (`trend` is `strategies/trend.ts` or
 * `strategies/trend/index.ts`). Throws JbtError `StrategyNotFound` that suggests the nearest name.
 */
export function findStrategy(name: string, baseDir: string): StrategyFile {
  const path = pathOfStrategy(name, baseDir);
  if (path === null) throw new JbtError('StrategyNotFound', explainMissing(name, baseDir));
  const real = realpathSync(path);
  return { name, path: real, className: classNameOf(real) };
}

/** Returns the path of a strategy's file; null if there is none. */
export function pathOfStrategy(name: string, baseDir: string): string | null {
  const paths = candidatePaths(name).map((candidate) => resolve(baseDir, candidate));
  return paths.find(isFile) ?? null;
}

/** Lists the strategies that a misspelt name may mean. */
export function strategiesNear(name: string, baseDir: string): readonly string[] {
  const folder = folderOf(name);
  const entries = existsSync(resolve(baseDir, folder)) ? strategiesIn(resolve(baseDir, folder)) : [];
  return isPath(name) ? entries.map((entry) => join(folder, entry)) : entries.map(stemOf);
}

/** Formats a path for messages: relative to the project, with slashes. */
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

/** Reads the class name from the source: the bundler renames one of two classes of the same name. */
function classNameOf(path: string): string {
  const name = DEFAULT_CLASS.exec(readFileSync(path, 'utf8'))?.[1];
  if (name !== undefined && !NO_NAMES.has(name)) return name;
  const stem = stemOf(path);
  return stem === 'index' ? basename(dirname(path)) : stem;
}
