import { dirname, resolve } from 'node:path';
import { readBatchFile } from '../adapters/batch-file/batch-file.ts';
import type { RunBatch } from '../cli/run/batch-of-run.ts';
import { JbtError } from '../model/errors.ts';
import type { Layer } from '../run/batch/layers.ts';
import { pathText } from '../run/batch/problems.ts';
import { resolveBatch } from '../run/batch/resolve.ts';
import { type BatchDocument, type BatchInput, parseBatch } from '../run/batch/schema.ts';

/** Reads a batch: a batch file by its path, or its content. Throws JbtError `FileNotFound` or `InvalidBatch`. */
export async function readBatch(batch: string | BatchInput, cwd: string): Promise<RunBatch> {
  if (typeof batch === 'string')
    return { batch: await readBatchFile(batch, cwd), folder: dirname(resolve(cwd, batch)) };
  return { batch: resolveBatch(layerOf(batch)), folder: cwd };
}

function layerOf(batch: BatchInput): Layer<BatchDocument> {
  const parsed = parseBatch(batch);
  if ('content' in parsed)
    return { content: parsed.content, origin: { code: 'InvalidBatch', locate: (path) => pathText(path) || 'batch' } };
  const [first, ...others] = parsed.problems.map(({ path, message }) => `${pathText(path) || 'batch'}: ${message}`);
  throw new JbtError('InvalidBatch', others.length > 0 ? `${first} (and ${others.length} more)` : first, others);
}
