import { existsSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Modules } from '../../run/play/remote/keyed-inputs.ts';
import { makeFolder } from '../system/make-folder.ts';
import { JBT_URL } from '../system/package.ts';
import { writeWhole } from '../system/write-whole.ts';

/** Stands for the URL of jbt, which is another on each machine. */
const JBT_MARK = 'jbt-portable:index.js';
const MAP = /(?<=\n\/\/# sourceMappingURL=data:application\/json;base64,)[\w+/=]+(?=\s*$)/;

/** Bundles that travel between machines; `folder` takes those of others. */
export function portableModules(folder: string): Modules {
  return {
    read(url) {
      const path = fileURLToPath(url);
      const code = readFileSync(path, 'utf8').replaceAll(JBT_URL, JBT_MARK);
      return Buffer.from(code.replace(MAP, (map) => withWholePaths(map, dirname(path))));
    },
    write(content, digest) {
      const path = join(folder, `${digest}.mjs`);
      makeFolder(folder);
      // Modules of the same name are the same; one that is loaded must not change.
      if (existsSync(path)) utimesSync(path, new Date(), new Date());
      else writeWhole(path, Buffer.from(content).toString('utf8').replaceAll(JBT_MARK, JBT_URL));
      return pathToFileURL(path).href;
    },
  };
}

/** Removes the bundles of a folder that were not used since a time, milliseconds since 1970. */
export function removeModules(folder: string, before: number): void {
  if (!existsSync(folder)) return;
  for (const path of readdirSync(folder).map((name) => join(folder, name))) {
    if (statSync(path).mtimeMs < before) rmSync(path, { force: true });
  }
}

/** A source map whose sources are named from the root, so that a stack names the author's files on every machine. */
function withWholePaths(map: string, folder: string): string {
  const parsed = JSON.parse(Buffer.from(map, 'base64').toString('utf8')) as { readonly sources: readonly string[] };
  const sources = parsed.sources.map((source) => pathToFileURL(resolve(folder, source)).href);
  return Buffer.from(JSON.stringify({ ...parsed, sources })).toString('base64');
}
