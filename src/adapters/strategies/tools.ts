import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { transform, version } from 'esbuild';
import { OWN_PACKAGE } from '../system/package.ts';
import { findCompiler } from './typecheck.ts';

/** Compiles a line with the bundler and returns its version. Throws when it does not work. */
export async function probeBundler(): Promise<string> {
  const { code } = await transform('const one: number = 1;', { loader: 'ts' });
  if (code.trim() !== 'const one = 1;') throw new Error(`esbuild made "${code.trim()}" of a line of TypeScript`);
  return version;
}

/** Version of the TypeScript compiler that checks strategies in a folder; null where there is none. */
export function compilerVersion(folder: string): string | null {
  const compiler = findCompiler([folder, OWN_PACKAGE]);
  return compiler === null ? null : versionIn(join(dirname(compiler), '..', 'package.json'));
}

/** Version of a package that a folder can import; null where it is not installed. Not every package exports its manifest. */
export function installedVersion(name: string, folder: string): string | null {
  const folders = createRequire(join(folder, 'from.js')).resolve.paths(name) ?? [];
  const manifest = folders.map((path) => join(path, name, 'package.json')).find((path) => existsSync(path));
  return manifest === undefined ? null : versionIn(manifest);
}

function versionIn(manifest: string): string {
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string };
  return version;
}
