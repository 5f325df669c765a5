import { mkdirSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BuildFailure, type BuildOptions, type BuildResult, build, type Message, transform } from 'esbuild';
import { JbtError } from '../../model/errors.ts';
import { DAY } from '../../model/time.ts';
import type { Digest } from '../../run/ports.ts';
import { JBT_URL } from '../system/package.ts';
import { writeWhole } from '../system/write-whole.ts';
import type { StrategyFile } from './files.ts';

/** Packages of CommonJS require Node's own modules, which an ES module cannot without this. */
const REQUIRE = `import { createRequire as jbtCreateRequire } from 'node:module'; const require = jbtCreateRequire(import.meta.url);`;
const ENTRY = 'jbt-strategies.js';
const NO_COMMONJS = `jbt cannot be required; write it as an ES module: import { Strategy } from 'jbt'; export default class ...`;
/** A bundle is written anew whenever it is used; longer than any run takes. */
const KEPT_MS = 30 * DAY;

export interface BundledCode {
  readonly url: string;
  readonly fingerprint: string;
  /** Absolute paths of all files in the bundle, packages included. */
  readonly inputs: readonly string[];
  /** Names of the modules of Node that it imports. */
  readonly builtins: readonly string[];
  /** Whether it may use a cache: the word is in it. */
  readonly mentionsCache: boolean;
}

/**
 * Writes strategies and all they import, except jbt itself, as one ES module. Throws JbtError `StrategyNotLoaded` for
 * what cannot be parsed or resolved.
 */
export async function bundleFiles(
  files: readonly StrategyFile[],
  baseDir: string,
  bundlesDir: string,
  digest: Digest,
): Promise<BundledCode> {
  const root = realpathSync(baseDir);
  const { code, map, ...about } = await buildBundle(files, root, bundlesDir);
  const fingerprint = digest(await portableCode(code, root));
  const path = join(bundlesDir, `${fingerprint}.mjs`);
  const sourceMap = Buffer.from(map).toString('base64');
  writeBundle(path, `${code}//# sourceMappingURL=data:application/json;base64,${sourceMap}\n`);
  forgetOld(bundlesDir);
  const mentionsCache = /\bcache\b/.test(code);
  return { url: pathToFileURL(path).href, fingerprint, mentionsCache, ...about };
}

interface Built {
  readonly code: string;
  readonly map: string;
  readonly inputs: readonly string[];
  readonly builtins: readonly string[];
}

async function buildBundle(files: readonly StrategyFile[], root: string, bundlesDir: string): Promise<Built> {
  const { outputFiles = [], metafile } = await runEsbuild(files, root, bundlesDir);
  const textOf = (ending: string): string => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  const inputs = Object.keys(metafile?.inputs ?? {}).filter((path) => path !== ENTRY);
  const imports = Object.values(metafile?.inputs ?? {}).flatMap((input) => input.imports.map(({ path }) => path));
  return {
    code: textOf('.mjs'),
    map: textOf('.map'),
    inputs: inputs.map((path) => resolve(root, path)),
    builtins: [...new Set(imports.filter(isBuiltin))],
  };
}

async function runEsbuild(files: readonly StrategyFile[], root: string, bundlesDir: string): Promise<BuildResult> {
  try {
    return await build({
      ...bundling(root),
      stdin: { contents: entryOf(files), resolveDir: root, sourcefile: ENTRY },
      outfile: join(bundlesDir, 'bundle.mjs'),
      sourcemap: 'external',
      sourcesContent: false,
      banner: { js: REQUIRE },
      write: false,
      metafile: true,
    });
  } catch (error) {
    throw isBuildFailure(error) ? new JbtError('StrategyNotLoaded', explain(error.errors)) : error;
  }
}

/** How strategies are bundled, whatever is made of it. */
export function bundling(root: string) {
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
        setup: ({ onResolve }) =>
          onResolve({ filter: /^jbt$/ }, ({ kind }) =>
            kind === 'require-call' ? { errors: [{ text: NO_COMMONJS }] } : { path: JBT_URL, external: true },
          ),
      },
    ],
  } satisfies BuildOptions;
}

function entryOf(files: readonly StrategyFile[]): string {
  const imports = files.map(({ path }, index) => `import * as file${index} from ${JSON.stringify(path)};`);
  const entries = files.map(
    ({ name, className }, index) =>
      `  ${JSON.stringify(name)}: named(file${index}.default, ${JSON.stringify(className)}),`,
  );
  const named = `const named = (found, value) => typeof found === 'function' ? Object.defineProperty(found, 'name', { value }) : found;`;
  return [...imports, named, 'export const strategies = {', ...entries, '};'].join('\n');
}

/** The code without what differs from machine to machine: comments (they hold paths) and where jbt and the project lie. */
async function portableCode(code: string, root: string): Promise<string> {
  const { code: bare } = await transform(code, { minifyWhitespace: true, legalComments: 'none' });
  return portable(bare, root);
}

/** Code without comments, and without where jbt and the project lie. */
export function portable(bare: string, root: string): string {
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
