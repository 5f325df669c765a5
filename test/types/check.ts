// npm run check:types: compiles strategies against the packed types, with every compiler and kind of project there is.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const FOLDER = join(ROOT, 'node_modules/.cache/check-types');

const COMPILERS = ['5.4', '5.9', '7'];
const RESOLUTIONS = ['node16', 'nodenext', 'bundler'];
const PACKAGE_TYPES = ['module', 'commonjs'];
const STRICTNESS = [true, false];

function output(command: string, ...argv: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, argv, { cwd: FOLDER, encoding: 'utf8' });
  if (status !== 0) throw error ?? new Error(`${command} ${argv.join(' ')}\n${stdout}${stderr}`);
  return stdout;
}

/** Installs the compilers once. Beside the project's own one they would fight over the name `tsc`. */
function installCompilers(): void {
  const missing = COMPILERS.filter((version) => !existsSync(compilerOf(version)));
  if (missing.length === 0) return;
  const packages = COMPILERS.map((version) => `typescript-${version}@npm:typescript@${version}`);
  output('npm', 'install', '--no-save', '--no-package-lock', '--no-audit', '--prefix', FOLDER, ...packages);
}

function compilerOf(version: string): string {
  return join(FOLDER, `node_modules/typescript-${version}/bin/tsc`);
}

/** Unpacks what npm would publish, so that files left out of the package are missed here. */
function installPackage(): void {
  const packed = join(FOLDER, 'packed');
  rmSync(packed, { recursive: true, force: true });
  mkdirSync(packed, { recursive: true });
  output('npm', 'pack', ROOT, '--ignore-scripts', '--silent', '--pack-destination', packed);
  const target = join(FOLDER, 'node_modules/jbt-runner');
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  output('tar', '-xzf', join(packed, readdirSync(packed)[0]), '-C', target, '--strip-components=1');
}

interface Project {
  readonly compiler: string;
  readonly resolution: string;
  readonly type: string;
  readonly strict: boolean;
}

/**
 * Code of an import of an ES module from CommonJS. Compilers refuse it where `require` of such a module was unknown to Node;
 * their message says to set `"type": "module"`. jbt itself plays the strategy all the same.
 */
const IMPORT_FROM_COMMONJS = 'TS1479';

function expectedCodes({ compiler, resolution, type }: Project): readonly string[] {
  const refuses = resolution === 'node16' || (resolution === 'nodenext' && compiler === '5.4');
  return type === 'commonjs' && refuses ? [IMPORT_FROM_COMMONJS] : [];
}

/** Returns the compiler's complaints; empty when they are the expected ones. */
function check(project: Project): string {
  const { resolution, type, strict } = project;
  const module = resolution === 'bundler' ? 'esnext' : resolution;
  const compilerOptions = { target: 'es2022', module, moduleResolution: resolution, strict, noEmit: true };
  const folder = emptyFolder();
  cpSync(join(ROOT, 'test/types/samples'), folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type }));
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  const complaints = compile(project.compiler, folder);
  const codes = [...new Set(complaints.match(/TS\d+/g))];
  const expected = expectedCodes(project).join();
  return codes.join() === expected ? '' : complaints || `expected ${expected}`;
}

/** Compiles the project that `jbt init` makes, with its own settings. */
function checkNewProject(compiler: string): string {
  const folder = emptyFolder();
  cpSync(join(ROOT, 'examples/project'), folder, { recursive: true });
  cpSync(join(ROOT, 'examples/strategies/trend.ts'), join(folder, 'strategies/trend.ts'));
  return compile(compiler, folder);
}

function emptyFolder(): string {
  const folder = join(FOLDER, 'project');
  rmSync(folder, { recursive: true, force: true });
  return folder;
}

function compile(compiler: string, folder: string): string {
  return spawnSync(process.execPath, [compilerOf(compiler), '-p', folder], { encoding: 'utf8' }).stdout;
}

function describe({ compiler, resolution, type, strict }: Project): string {
  return `TypeScript ${compiler}, ${resolution}, ${type}, ${strict ? 'strict' : 'not strict'}`;
}

mkdirSync(FOLDER, { recursive: true });
installCompilers();
installPackage();
const projects: readonly Project[] = COMPILERS.flatMap((compiler) =>
  RESOLUTIONS.flatMap((resolution) =>
    PACKAGE_TYPES.flatMap((type) => STRICTNESS.map((strict) => ({ compiler, resolution, type, strict }))),
  ),
);
const checks = [
  ...projects.map((project) => ({ what: describe(project), complaints: () => check(project) })),
  ...COMPILERS.map((compiler) => ({
    what: `TypeScript ${compiler}, the project of jbt init`,
    complaints: () => checkNewProject(compiler),
  })),
];
const failed = checks.filter(({ what, complaints }) => {
  const found = complaints();
  console.log(`${found === '' ? 'ok  ' : 'FAIL'} ${what}\n${found}`.trimEnd());
  return found !== '';
});
console.log(`${checks.length - failed.length} of ${checks.length} kinds of project are as they should be`);
process.exitCode = failed.length === 0 ? 0 : 1;
