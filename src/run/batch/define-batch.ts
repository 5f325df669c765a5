import type { BatchInput } from './schema.ts';

/** Returns its argument: gives `jbt.config.ts` completion and type checks. */
export function defineBatch(batch: BatchInput): BatchInput {
  return batch;
}
