import { execFile } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { errorOfFaults, type SourceFault } from '../../model/errors.ts';
import type { Digest } from '../../run/ports.ts';
import { JBT_URL, OWN_PACKAGE, PACKAGE_NAMES } from '../system/package.ts';
import { displayPath, type StrategyFile } from './files.ts';

const LONGEST_CHECK_MS = 60_000;
const DIAGNOSTIC = /^(.+)\((\d+),(\d+)\): error TS(\d+): (.*)$/;
/** Types of this jbt, where the project has none installed. */
const OWN_TYPES = Object.fromEntries(
  PACKAGE_NAMES.map((name) => [name, [fileURLToPath(JBT_URL).replace(/\.js$/, '.d.ts')]]),
);
/** Codes for names and modules whose types are not installed; the bundler has found them. */
const UNTYPED = new Set(['2307', '2580', '2584', '2591', '2792', '7016']);

/**
 * Type-checks strategies written in TypeScript with the project's compiler, if there is one. Caches success by the
 * content of all sources. Throws JbtError `StrategyNotLoaded` with every error.
 */
export async function checkTypes(
  files: readonly StrategyFile[],
  inputs: readonly string[],
  baseDir: string,
  bundlesDir: string,
  digest: Digest,
): Promise<void> {
  const typed = files.map(({ path }) => path).filter((path) => ['.ts', '.mts'].includes(extname(path)));
  const compiler = typed.length === 0 ? null : findCompiler([dirname(typed[0]), baseDir, OWN_PACKAGE]);
  if (compiler === null) return;
  const project = nearestProject(dirname(typed[0]));
  const sources = [compiler, JBT_URL, project, ...inputs].filter((path) => path !== null);
  const key = join(bundlesDir, digest(sources.map((path) => `${path}\n${contentOf(path)}`).join('\n')));
  if (existsSync(`${key}.checked`)) return;
  const faults = await runCompiler(compiler, `${key}.tsconfig.json`, configOf(typed, project), baseDir);
  const own = faults.filter(({ path, code }) => inputs.includes(path) && !UNTYPED.has(code));
  if (own.length > 0) {
    throw errorOfFaults(
      'StrategyNotLoaded',
      own.map((fault) => sourceFault(fault, baseDir)),
    );
  }
  writeFileSync(`${key}.checked`, '');
}

interface Fault {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly code: string;
  readonly text: string;
}

function runCompiler(
  compiler: string,
  configPath: string,
  config: unknown,
  baseDir: string,
): Promise<readonly Fault[]> {
  writeFileSync(configPath, JSON.stringify(config));
  const options = { cwd: baseDir, timeout: LONGEST_CHECK_MS, maxBuffer: 2 ** 26 };
  return new Promise((done) => {
    execFile(process.execPath, [compiler, '-p', configPath, '--pretty', 'false'], options, (_error, stdout) => {
      rmSync(configPath, { force: true });
      done(parseFaults(stdout, baseDir));
    });
  });
}

/** Parses diagnostics. Indented lines give reason after reason: the last one is the most specific. */
function parseFaults(output: string, baseDir: string): readonly Fault[] {
  const paragraphs = output.split(/\r?\n(?! )/).map((paragraph) => paragraph.split(/\r?\n/));
  return paragraphs.flatMap(([line, ...reasons]) => {
    const match = DIAGNOSTIC.exec(line);
    if (match === null) return [];
    const [, file, row, column, code, what] = match;
    const text = [what, ...reasons.slice(-1)].map((part) => part.trim().replace(/\.$/, '')).join(': ');
    return [{ path: resolve(baseDir, file), line: Number(row), column: Number(column), code, text }];
  });
}

function sourceFault({ path, line, column, code, text }: Fault, baseDir: string): SourceFault {
  const source = contentOf(path).split(/\r?\n/)[line - 1] ?? '';
  return {
    text: `${displayPath(path, baseDir)}:${line}:${column}: ${text} (TS${code})`,
    frame: { line, column, length: lengthOfToken(source.slice(column - 1)), source },
  };
}

/** The compiler tells only where its fault begins. */
function lengthOfToken(text: string): number {
  return /^(?:[\p{ID_Start}$_#][\p{ID_Continue}$]*|(['"`]).*?\1|[\d.]+)/u.exec(text)?.[0].length ?? 1;
}

/** Compiler options that match the bundler. Strictness is left to the project. */
function configOf(files: readonly string[], project: string | null): unknown {
  return {
    ...(project === null ? {} : { extends: project }),
    files,
    include: [],
    compilerOptions: {
      noEmit: true,
      composite: false,
      incremental: false,
      target: 'es2022',
      module: 'esnext',
      moduleResolution: 'bundler',
      resolveJsonModule: true,
      allowImportingTsExtensions: true,
      rewriteRelativeImportExtensions: false,
      skipLibCheck: true,
      noUnusedLocals: false,
      noUnusedParameters: false,
      ...(project === null && resolveFrom(dirname(files[0]), '@types/node/package.json') !== null
        ? { types: ['node'] }
        : {}),
      ...(resolveFrom(dirname(files[0]), PACKAGE_NAMES[0]) === null ? { paths: OWN_TYPES } : {}),
    },
  };
}

/** Finds the TypeScript compiler nearest to the first of the folders that has one. */
export function findCompiler(folders: readonly string[]): string | null {
  const manifests = folders.map((folder) => resolveFrom(folder, 'typescript/package.json'));
  const manifest = manifests.find((path) => path !== null);
  return manifest === undefined ? null : join(dirname(manifest), 'bin', 'tsc');
}

function resolveFrom(folder: string, module: string): string | null {
  try {
    return createRequire(join(folder, 'from.js')).resolve(module);
  } catch {
    return null;
  }
}

/** Finds the `tsconfig.json` that an editor would use, within the package. */
function nearestProject(folder: string): string | null {
  const config = join(folder, 'tsconfig.json');
  if (existsSync(config)) return config;
  const parent = dirname(folder);
  return parent === folder || existsSync(join(folder, 'package.json')) ? null : nearestProject(parent);
}

function contentOf(pathOrUrl: string): string {
  return readFileSync(pathOrUrl.startsWith('file:') ? fileURLToPath(pathOrUrl) : pathOrUrl, 'utf8');
}
