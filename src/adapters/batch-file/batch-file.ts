import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { JbtError } from '../../model/errors.ts';
import type { Batch } from '../../run/batch/batch.ts';
import type { Layer } from '../../run/batch/layers.ts';
import { resolveBatch } from '../../run/batch/resolve.ts';
import { type BatchDocument, parseBatch } from '../../run/batch/schema.ts';
import { suggestion } from '../../run/text/nearest.ts';
import { type BatchContent, errorOfPlaces } from './content.ts';

/** Default names of a batch file, in order of preference. */
export const BATCH_FILES = ['jbt.config.ts', 'jbt.yaml', 'jbt.yml', 'jbt.json'] as const;

const PLAIN = /\.(?:ya?ml|json)$/i;
const MODULE = /\.config\.[cm]?[jt]s$/i;

/** True for the path of a batch file, false for that of a strategy. */
export function isBatchFile(path: string): boolean {
  return PLAIN.test(path) || MODULE.test(path);
}

/** The name of the batch file in a folder. Throws JbtError `FileNotFound`. */
export function findBatchFile(folder: string): string {
  const found = BATCH_FILES.find((name) => existsSync(join(folder, name)));
  if (found !== undefined) return found;
  throw new JbtError(
    'FileNotFound',
    `no batch file here, looked for ${BATCH_FILES.join(', ')}; name one, or a strategy with --market and --timeframe`,
  );
}

/**
 * Reads a batch file (YAML, JSON, or a module whose default export it is), checks it and fills in what it leaves out.
 * Throws JbtError `FileNotFound` or `InvalidBatch`, the latter with every fault.
 */
export async function readBatchFile(path: string, cwd: string, overrides: Layer | null = null): Promise<Batch> {
  const found = await contentOf(path, resolve(cwd, path));
  const origin = { code: 'InvalidBatch', locate: found.locate } as const;
  return resolveBatch({ content: checked(found), origin }, overrides);
}

function checked({ value, faults, locate, offsetOf }: BatchContent): BatchDocument {
  const parsed = parseBatch(value);
  const problems = 'problems' in parsed ? parsed.problems : [];
  const placed = problems.map(({ path, message }) => ({ offset: offsetOf(path), text: `${locate(path)}: ${message}` }));
  if ('problems' in parsed || faults.length > 0) throw errorOfPlaces([...faults, ...placed]);
  return parsed.content;
}

/** Loads only the reader that is needed: the library of each takes 70 ms. */
async function contentOf(file: string, path: string): Promise<BatchContent> {
  const text = readText(file, path);
  if (PLAIN.test(path)) return (await import('./yaml.ts')).readYaml(text, file);
  return (await import('./module.ts')).readModule(path, file);
}

function readText(file: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    const fault = missing ? `does not exist${suggestion(basename(path), batchFilesBeside(path))}` : reasonOf(error);
    throw new JbtError('FileNotFound', `${file} ${fault}`);
  }
}

/** Names of the batch files in the folder of a path. */
export function batchFilesBeside(path: string): readonly string[] {
  const folder = dirname(path);
  return existsSync(folder) ? readdirSync(folder).filter(isBatchFile) : [];
}

function reasonOf(error: unknown): string {
  return `cannot be read: ${error instanceof Error ? error.message : error}`;
}
