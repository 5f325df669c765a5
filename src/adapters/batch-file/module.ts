import { type BuildFailure, build } from 'esbuild';
import { JbtError } from '../../model/errors.ts';
import { pathText } from '../../run/batch/problems.ts';
import { builtFile, PACKAGE_NAMES } from '../system/package.ts';
import { type BatchContent, errorOfPlaces, type PlacedFault } from './content.ts';

/** Bundles a TypeScript or JavaScript module and takes the batch it exports by default. */
export async function readModule(path: string, file: string): Promise<BatchContent> {
  const exported = await load(await bundle(path, file), file);
  if (exported === undefined)
    throw new JbtError('InvalidBatch', `${file}: has no default export; write: export default defineBatch({...})`);
  return {
    value: exported,
    faults: [],
    locate: (place) => [file, pathText(place)].filter((part) => part !== '').join(': '),
    offsetOf: () => 0,
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
    throw errorOfPlaces(buildFaults(error, file));
  }
}

/** Faults in the order of the bundler: those of other files have no place in this one. */
function buildFaults(error: unknown, file: string): readonly PlacedFault[] {
  if (!isBuildFailure(error))
    return [{ offset: 0, text: `${file}: ${error instanceof Error ? error.message : error}` }];
  return error.errors.map(({ location, text }) => {
    const place = location === null ? file : `${location.file}:${location.line}:${location.column + 1}`;
    return { offset: 0, text: `${place}: ${text}` };
  });
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
