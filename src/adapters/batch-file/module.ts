import { type BuildFailure, build } from 'esbuild';
import { JbtError } from '../../model/errors.ts';
import { pathText } from '../../run/batch/problems.ts';
import { builtFile, PACKAGE_NAMES } from '../system/package.ts';
import type { BatchContent } from './content.ts';

/** Bundles a TypeScript or JavaScript module and takes the batch it exports by default. */
export async function readModule(path: string, file: string): Promise<BatchContent> {
  const exported = await load(await bundle(path, file), file);
  if (exported === undefined)
    throw new JbtError('InvalidBatch', `${file}: has no default export; write: export default defineBatch({...})`);
  return {
    value: exported,
    locate: (place) => [file, pathText(place)].filter((part) => part !== '').join(': '),
  };
}

async function bundle(path: string, file: string): Promise<string> {
  try {
    const { outputFiles } = await build({
      entryPoints: [path],
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      logLevel: 'silent',
      // Both names resolve to this jbt, so the project needs none installed.
      alias: Object.fromEntries(PACKAGE_NAMES.map((name) => [name, builtFile('src/index.js')])),
    });
    return outputFiles[0].text;
  } catch (error) {
    throw new JbtError('InvalidBatch', buildFault(error, file));
  }
}

function buildFault(error: unknown, file: string): string {
  const [first] = isBuildFailure(error) ? error.errors : [];
  if (first === undefined) return `${file}: ${error instanceof Error ? error.message : error}`;
  return `${first.location ? `${first.location.file}:${first.location.line}` : file}: ${first.text}`;
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors);
}

async function load(code: string, file: string): Promise<unknown> {
  const url = `data:text/javascript;base64,${Buffer.from(code).toString('base64')}`;
  try {
    const module: { readonly default?: unknown } = await import(url);
    return module.default;
  } catch (error) {
    throw new JbtError(
      'InvalidBatch',
      `${file}: threw while it was loaded: ${error instanceof Error ? error.message : error}`,
    );
  }
}
