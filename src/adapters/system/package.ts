import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The folder of jbt's package, wherever within it this code was built to. */
export const OWN_PACKAGE = dirname(createRequire(import.meta.url).resolve('jbt/package.json'));

/** Folders of jbt's code, built and as sources, as stack traces name them: by path or by URL, with a separator behind. */
export const OWN_FOLDERS = ['dist', 'src', 'workers']
  .map((folder) => join(OWN_PACKAGE, folder, sep))
  .flatMap((folder) => [folder, pathToFileURL(folder).href]);

/** jbt as strategies import it; built even where tests run the sources, because threads cannot run TypeScript. */
export const JBT_URL = pathToFileURL(builtFile('src/index.js')).href;

/** The path of a built file of jbt. */
export function builtFile(path: string): string {
  return join(OWN_PACKAGE, 'dist', path);
}
