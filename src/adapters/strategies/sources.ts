import { readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Digest } from '../../run/ports.ts';
import type { StrategySources } from '../../run/provenance.ts';
import { displayPath } from './files.ts';

const MODULES = `${sep}node_modules${sep}`;

/** Own files by their digests, and packages by their versions, of all files that strategies are bundled from. */
export function sourcesOf(paths: Iterable<string>, baseDir: string, digest: Digest): StrategySources {
  const files: Record<string, string> = {};
  const packages: Record<string, string> = {};
  for (const path of [...paths].sort()) {
    const root = packageOf(path);
    if (root === null) files[displayPath(path, baseDir)] = digest(readFileSync(path));
    else packages[root.name] ??= versionIn(root.folder);
  }
  return { files, packages };
}

/** The package that a file belongs to: the innermost one. */
function packageOf(path: string): { readonly name: string; readonly folder: string } | null {
  const at = path.lastIndexOf(MODULES);
  if (at < 0) return null;
  const parts = path.slice(at + MODULES.length).split(sep);
  const name = parts.slice(0, parts[0].startsWith('@') ? 2 : 1).join('/');
  return { name, folder: join(path.slice(0, at), 'node_modules', name) };
}

function versionIn(folder: string): string {
  try {
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return typeof version === 'string' ? version : 'unknown';
  } catch {
    return 'unknown';
  }
}
