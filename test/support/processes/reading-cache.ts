import { writeSync } from 'node:fs';
import { openLmdbReader } from '../../../src/adapters/cache/lmdb/reader.ts';
import { systemClock } from '../../../src/adapters/system/clock.ts';

/** Reads without ever being idle, as a worker does in a backtest, until it is killed. */
const [, , folder] = process.argv;
const reader = openLmdbReader(folder, systemClock);
reader.get('results', 'first');
writeSync(1, 'reading\n');
for (let i = 0; ; i++) {
  reader.get('results', `batch ${i % 100} job ${i % 20}`);
  // Computes between two reads, as a strategy does: the event loop does not turn.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
}
