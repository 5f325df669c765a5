import { workerData } from 'node:worker_threads';
import { createTaskHandler } from '../src/adapters/executors/piscina/thread.ts';
import { systemClock } from '../src/adapters/system/clock.ts';

process.setSourceMapsEnabled(true);
Error.stackTraceLimit = 50;

// Lazy: LMDB is only needed if strategies cache values.
export default createTaskHandler(workerData, async (folder) => {
  const { openLmdbReader } = await import('../src/adapters/cache/lmdb/reader.ts');
  return openLmdbReader(folder, systemClock);
});
