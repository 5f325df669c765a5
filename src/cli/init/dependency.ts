import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import * as z from 'zod';
import { OWN_PACKAGE, PACKAGE_NAMES } from '../../adapters/system/package.ts';
import { versionOfJbt } from '../process/version.ts';

/** The dependency of a new project on jbt. */
export interface Dependency {
  /** As `package.json` has it. */
  readonly spec: string;
  /** The folder or archive that jbt comes from; null for the registry. */
  readonly local: string | null;
}

/** Lets the project depend on what this jbt was installed from: a checkout, an archive, or the registry. */
export function dependencyFor(project: string, ownPackage = OWN_PACKAGE): Dependency {
  const local = localOrigin(ownPackage);
  if (local === null) return { spec: `^${versionOfJbt()}`, local };
  return { spec: `file:${relative(project, local).split(sep).join('/')}`, local };
}

/** A package outside of `node_modules` is a checkout. npm notes the archive of any other one in its hidden lock file. */
function localOrigin(ownPackage: string): string | null {
  const modules = dirname(ownPackage);
  if (basename(modules) !== 'node_modules') return ownPackage;
  const resolved = readLock(join(modules, '.package-lock.json'))?.packages[`node_modules/${PACKAGE_NAMES[0]}`]
    ?.resolved;
  if (!resolved?.startsWith('file:')) return null;
  const origin = resolve(dirname(modules), resolved.slice('file:'.length));
  return existsSync(origin) ? origin : null;
}

const lock = z.object({ packages: z.record(z.string(), z.object({ resolved: z.string().optional() })) });

/** Null for other package managers, which have no such file. */
function readLock(path: string): z.infer<typeof lock> | null {
  if (!existsSync(path)) return null;
  return lock.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data ?? null;
}
