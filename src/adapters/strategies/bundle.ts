import { readdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BuildFailure, type BuildOptions, type BuildResult, build, type Message, transform } from 'esbuild';
import { JbtError } from '../../model/errors.ts';
import { DAY } from '../../model/time.ts';
import type { Digest } from '../../run/ports.ts';
import { makeFolder } from '../system/make-folder.ts';
import { JBT_URL } from '../system/package.ts';
import { requireProcesses } from '../system/room.ts';
import { versionOf } from '../system/watched-files.ts';
import { writeWhole } from '../system/write-whole.ts';
import { EXPORTED, exportedName, factoryOf, HEADER_MARK } from './factory.ts';
import { displayPath, type StrategyFile } from './files.ts';
import { findModuleState, type ModuleState } from './module-state/module-state.ts';
import { readSyntax } from './syntax.ts';

const ENTRY = 'jbt-strategies.js';
const NO_COMMONJS = `jbt cannot be required; write it as an ES module: import { Strategy } from 'jbt-runner'; export default class ...`;
/** Process and threads of esbuild at the least: with fewer it prints a stack of its own and dies. */
const BUNDLER_THREADS = 6;
const NEEDS_OF_BUNDLER = 'it needs 30 MB and 6 threads; free some, or raise the limits (ulimit -u, -v, the container)';
/** Age at which a bundle is removed: longer than any run. Each use writes the bundle anew. */
const KEPT_MS = 30 * DAY;

type Versions = ReadonlyMap<string, string>;

/** Bundle of strategies that play together: one ES module with all their imports. */
export interface BundledCode {
  readonly url: string;
  /** Digest of the code, independent of comments and of the machine. */
  readonly fingerprint: string;
  /** Versions of all files in the bundle when they were read, by absolute path. */
  readonly versions: Versions;
  /** True if the code contains the word `cache`. */
  readonly mentionsCache: boolean;
  /** Reason, with file and line, to evaluate the bundle anew for each job; null if jobs share it. */
  readonly state: string | null;
}

/**
 * Bundles strategies and all imports except jbt itself into a module that evaluates them. `reading` is told of each file
 * before it is read. Throws JbtError
 * `StrategyNotLoaded` if a file cannot be parsed or an import not resolved.
 */
export async function bundleFiles(
  files: readonly StrategyFile[],
  baseDir: string,
  bundlesDir: string,
  digest: Digest,
  reading: (path: string) => void = () => {},
): Promise<BundledCode> {
  const root = realpathSync(baseDir);
  const { code, map, versions } = await buildBundle(files, root, bundlesDir, reading);
  // Trades hold the class name, which comes from the file name for an anonymous class.
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

/** Maps a position in the bundle to its source, such as ` (strategies/trend.ts:3)`. */
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

async function buildBundle(
  files: readonly StrategyFile[],
  root: string,
  bundlesDir: string,
  reading: (path: string) => void,
): Promise<Built> {
  const versions = new Map<string, string>();
  const { outputFiles = [] } = await runEsbuild(files, root, bundlesDir, (path) => {
    versions.set(path, versionOf(path));
    reading(path);
  });
  const textOf = (ending: string): string => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  return { code: textOf('.mjs'), map: textOf('.map'), versions };
}

/** Finds a file that was written after it was read; null if there is none. */
export function changedSince(versions: Versions): string | null {
  return [...versions.keys()].find((path) => versionOf(path) !== versions.get(path)) ?? null;
}

/** Runs esbuild; tells `reading` of each file just before it is read. */
async function runEsbuild(
  files: readonly StrategyFile[],
  root: string,
  bundlesDir: string,
  reading: (path: string) => void,
): Promise<BuildResult> {
  requireProcesses(BUNDLER_THREADS, 'the bundler');
  try {
    return await build({
      ...bundling(root, reading),
      stdin: { contents: entryOf(files), resolveDir: root, sourcefile: ENTRY },
      outfile: join(bundlesDir, 'bundle.mjs'),
      sourcemap: 'external',
      sourcesContent: false,
      banner: { js: HEADER_MARK },
      write: false,
    });
  } catch (error) {
    if (isBuildFailure(error)) throw new JbtError('StrategyNotLoaded', explain(error.errors));
    throw isDeath(error) ? new JbtError('MachineLimit', `the bundler was ended: ${NEEDS_OF_BUNDLER}`) : error;
  }
}

function bundling(root: string, reading: (path: string) => void) {
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
          onResolve({ filter: /^jbt(-runner)?$/ }, ({ kind }) =>
            kind === 'require-call' ? { errors: [{ text: NO_COMMONJS }] } : { path: JBT_URL, external: true },
          );
          onLoad({ filter: /./, namespace: 'file' }, ({ path }) => {
            reading(path);
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

/** Strips what differs between machines: comments, which hold paths, and the folders of jbt and of the project. */
async function portableCode(code: string, root: string): Promise<string> {
  const { code: bare } = await transform(code, { minifyWhitespace: true, legalComments: 'none' });
  return bare.replaceAll(JBT_URL, 'jbt').replaceAll(root, '.');
}

/** True where the process of esbuild did not start, or did not survive. */
function isDeath(error: unknown): boolean {
  return error instanceof Error && /^The service (was stopped|is no longer running)/.test(error.message);
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
    makeFolder(dirname(path));
    writeWhole(path, content);
  } catch (error) {
    throw new JbtError('RunFolderUnavailable', `the strategies cannot be written to ${path}: ${String(error)}`);
  }
}

/** Removes old bundles and their descriptions; another run may do so at the same time. */
function forgetOld(bundlesDir: string): void {
  const oldest = Date.now() - KEPT_MS;
  for (const name of readdirSync(bundlesDir)) {
    const path = join(bundlesDir, name);
    if ((statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? oldest) < oldest) rmSync(path, { force: true });
  }
}
