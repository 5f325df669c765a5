import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SERVED_PAGE } from '../html.ts';
import type { Asset } from './server.ts';

const TYPES: Readonly<Record<string, string>> = { js: 'text/javascript', css: 'text/css' };

/** Files of the page by their paths, from the folder of the built page. */
export function pageAssets(folder: string): ReadonlyMap<string, Asset> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => extensionOf(name) in TYPES);
  return new Map([
    ['/', { type: 'text/html', content: Buffer.from(SERVED_PAGE) }],
    ...files.map((name): [string, Asset] => [
      `/${name.replaceAll('\\', '/')}`,
      { type: TYPES[extensionOf(name)], content: readFileSync(join(folder, name)) },
    ]),
  ]);
}

function extensionOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
