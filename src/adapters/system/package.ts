import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Names under which strategies import jbt. Strategies of earlier versions use the second one. */
export const PACKAGE_NAMES = ['jbt-runner', 'jbt'] as const;

/** The folder of jbt's package; this code may run from `src` or from a bundle in `dist`. */
export const OWN_PACKAGE = dirname(createRequire(import.meta.url).resolve(`${PACKAGE_NAMES[0]}/package.json`));

/** Folders of jbt's code as stack traces name them: by path or by URL, with a trailing separator. */
export const OWN_FOLDERS = ['dist', 'src', 'workers']
  .map((folder) => join(OWN_PACKAGE, folder, sep))
  .flatMap((folder) => [folder, pathToFileURL(folder).href]);

/** URL of jbt for strategies. Always the built file, because worker threads cannot run TypeScript. */
export const JBT_URL = pathToFileURL(builtFile('src/index.js')).href;

/** Returns the path of a built file of jbt. */
export function builtFile(path: string): string {
  return join(OWN_PACKAGE, 'dist', path);
}
