import { workerData } from 'node:worker_threads';
import { createTaskHandler } from '../src/adapters/executors/piscina/thread.ts';
import { systemClock } from '../src/adapters/system/clock.ts';

process.setSourceMapsEnabled(true);
Error.stackTraceLimit = 50;

/** The plain clock, taken before calls of strategies are watched. */
const clock = { ...systemClock, now: Date.now };

// LMDB is loaded only where strategies keep values.
export default createTaskHandler(workerData, async (folder) => {
  const { openLmdbReader } = await import('../src/adapters/cache/lmdb/reader.ts');
  return openLmdbReader(folder, clock);
});
