import { dirname } from 'node:path';
import { build } from 'esbuild';
import type { Digest } from '../../run/ports.ts';
import { bundling, portable } from './bundle.ts';
import type { StrategyFile } from './files.ts';

/**
 * A digest for each strategy, by name, of its code and all that it imports: packages too, jbt not. It changes with any of
 * that, and not with other strategies, comments, or the machine. The files are known to build.
 */
export async function fingerprintsOf(
  files: readonly StrategyFile[],
  root: string,
  digest: Digest,
): Promise<Readonly<Record<string, string>>> {
  const entries = files.map(async (file) => [file.name, await fingerprintOf(file, root, digest)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

async function fingerprintOf({ path, className }: StrategyFile, root: string, digest: Digest): Promise<string> {
  const { outputFiles } = await build({
    ...bundling(root),
    stdin: { contents: entryOf(path), resolveDir: dirname(path) },
    minifyWhitespace: true,
    write: false,
  });
  const code = outputFiles.map(({ text }) => portable(text, root)).join('\n');
  // The class name is in trades; where the class has none it comes from the name of the file.
  return digest(`${className}\n${code}`);
}

/** Builds even where there is no default export, which is found out elsewhere. */
function entryOf(path: string): string {
  return `import * as file from ${JSON.stringify(path)}; export const strategy = file.default;`;
}
