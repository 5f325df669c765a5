import { mkdirSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BuildFailure, type BuildOptions, type BuildResult, build, type Message, transform } from 'esbuild';
import { JbtError } from '../../model/errors.ts';
import { DAY } from '../../model/time.ts';
import type { Digest } from '../../run/ports.ts';
import { JBT_URL } from '../system/package.ts';
import { writeWhole } from '../system/write-whole.ts';
import { EXPORTED, exportedName, factoryOf, HEADER_MARK } from './factory.ts';
import { displayPath, type StrategyFile } from './files.ts';
import { findModuleState, type ModuleState } from './module-state.ts';
import { readSyntax } from './syntax.ts';

const ENTRY = 'jbt-strategies.js';
const NO_COMMONJS = `jbt cannot be required; write it as an ES module: import { Strategy } from 'jbt'; export default class ...`;
/** A bundle is written anew whenever it is used; longer than any run takes. */
const KEPT_MS = 30 * DAY;

type Versions = ReadonlyMap<string, string>;

/** Strategies that play together, and all they import, as one module. */
export interface BundledCode {
  readonly url: string;
  /** Digest of the code. It changes neither with comments, nor from machine to machine. */
  readonly fingerprint: string;
  /** By the absolute paths of all files in the bundle, packages included: what they were when they were read. */
  readonly versions: Versions;
  /** Whether it may use a cache: the word is in it. */
  readonly mentionsCache: boolean;
  /** Why it is evaluated anew for each job, with the place; null when all jobs of a thread share it. */
  readonly state: string | null;
}

/**
 * Writes strategies and all they import, except jbt itself, as a module that evaluates them. Throws JbtError
 * `StrategyNotLoaded` for what cannot be parsed or resolved.
 */
export async function bundleFiles(
  files: readonly StrategyFile[],
  baseDir: string,
  bundlesDir: string,
  digest: Digest,
): Promise<BundledCode> {
  const root = realpathSync(baseDir);
  const { code, map, versions } = await buildBundle(files, root, bundlesDir);
  // The class name is in trades; where the class has none it comes from the name of the file.
  const names = files.map(({ className }) => `${className}\n`).join('');
  const fingerprint = digest(names + (await portableCode(code, root)));
  const syntax = readSyntax(code);
  const state = findModuleState(syntax, exportedName(syntax.program));
  const sourceMap = Buffer.from(map).toString('base64');
  const factory = factoryOf(code, files, syntax, state === null);
  const module = `${factory}//# sourceMappingURL=data:application/json;base64,${sourceMap}\n`;
  const path = join(bundlesDir, `${digest(module)}.mjs`);
  writeBundle(path, module);
  forgetOld(bundlesDir);
  return {
    url: pathToFileURL(path).href,
    fingerprint,
    versions,
    mentionsCache: /\bcache\b/.test(code),
    state: state === null ? null : `${state.what}${placeOf(state, map, bundlesDir, root)}`,
  };
}

/** Where the source of a place in the bundle is, such as ` (strategies/trend.ts:3)`. */
function placeOf({ line, column }: ModuleState, map: string, bundlesDir: string, root: string): string {
  const entry = new SourceMap(JSON.parse(map)).findEntry(line - 1, column);
  if (!('originalSource' in entry)) return '';
  return ` (${displayPath(resolve(bundlesDir, entry.originalSource), root)}:${entry.originalLine + 1})`;
}

interface Built {
  readonly code: string;
  readonly map: string;
  readonly versions: Versions;
}

async function buildBundle(files: readonly StrategyFile[], root: string, bundlesDir: string): Promise<Built> {
  const versions = new Map<string, string>();
  const { outputFiles = [] } = await runEsbuild(files, root, bundlesDir, versions);
  const textOf = (ending: string): string => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  return { code: textOf('.mjs'), map: textOf('.map'), versions };
}

/** A file that was written after it was read; null when none was. */
export function changedSince(versions: Versions): string | null {
  return [...versions.keys()].find((path) => versionOf(path) !== versions.get(path)) ?? null;
}

/** Equal as long as nobody writes to a file. Times are only compared with each other: a clock may stand still or be wrong. */
function versionOf(path: string): string {
  const { size, mtimeMs, ino } = statSync(path, { throwIfNoEntry: false }) ?? { size: 0, mtimeMs: 0, ino: 0 };
  return `${size} ${mtimeMs} ${ino}`;
}

/** `versions` gets the version of each file just before it is read. */
async function runEsbuild(
  files: readonly StrategyFile[],
  root: string,
  bundlesDir: string,
  versions: Map<string, string>,
): Promise<BuildResult> {
  try {
    return await build({
      ...bundling(root, versions),
      stdin: { contents: entryOf(files), resolveDir: root, sourcefile: ENTRY },
      outfile: join(bundlesDir, 'bundle.mjs'),
      sourcemap: 'external',
      sourcesContent: false,
      banner: { js: HEADER_MARK },
      write: false,
    });
  } catch (error) {
    throw isBuildFailure(error) ? new JbtError('StrategyNotLoaded', explain(error.errors)) : error;
  }
}

function bundling(root: string, versions: Map<string, string>) {
  return {
    absWorkingDir: root,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    legalComments: 'none',
    logLevel: 'silent',
    plugins: [
      {
        name: 'jbt',
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^jbt$/ }, ({ kind }) =>
            kind === 'require-call' ? { errors: [{ text: NO_COMMONJS }] } : { path: JBT_URL, external: true },
          );
          onLoad({ filter: /./, namespace: 'file' }, ({ path }) => {
            versions.set(path, versionOf(path));
            return undefined;
          });
        },
      },
    ],
  } satisfies BuildOptions;
}

function entryOf(files: readonly StrategyFile[]): string {
  const imports = files.map(({ path }, index) => `import * as file${index} from ${JSON.stringify(path)};`);
  const defaults = files.map((_, index) => `file${index}.default`);
  return [...imports, `export const ${EXPORTED} = [${defaults.join(', ')}];`].join('\n');
}

/** The code without what differs from machine to machine: comments (they hold paths) and where jbt and the project lie. */
async function portableCode(code: string, root: string): Promise<string> {
  const { code: bare } = await transform(code, { minifyWhitespace: true, legalComments: 'none' });
  return bare.replaceAll(JBT_URL, 'jbt').replaceAll(root, '.');
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors);
}

function explain(messages: readonly Message[]): string {
  const [{ text, location }] = messages;
  const place = location === null ? '' : `${location.file}:${location.line}:${location.column + 1}: `;
  const more = messages.length > 1 ? ` (and ${messages.length - 1} more)` : '';
  return `${place}${text.replaceAll('\n', ' ')}${more}`;
}

function writeBundle(path: string, content: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeWhole(path, content);
  } catch (error) {
    throw new JbtError('RunFolderUnavailable', `the strategies cannot be written to ${path}: ${String(error)}`);
  }
}

/** Removes bundles, and what was noted of them, that no run has used for long; another run may do so at the same time. */
function forgetOld(bundlesDir: string): void {
  const oldest = Date.now() - KEPT_MS;
  for (const name of readdirSync(bundlesDir)) {
    const path = join(bundlesDir, name);
    if ((statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? oldest) < oldest) rmSync(path, { force: true });
  }
}
