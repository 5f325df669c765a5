import { createRequire } from 'node:module';

/** The version of jbt, from its package.json, wherever this file was built to. */
export function versionOfJbt(): string {
  const { version } = createRequire(import.meta.url)('jbt-runner/package.json') as { readonly version: string };
  return version;
}
