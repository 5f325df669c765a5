import { setTimeout } from 'node:timers/promises';
import { ThreadPool } from '../../../src/adapters/executors/piscina/pool.ts';

/** Ends threads while they start, sooner and later, and prints how many pools that were. */
const SHARED = { candles: {}, bundles: {}, values: null, debug: null };
const POOLS = 60;
for (let n = 0; n < POOLS; n++) {
  const pool = new ThreadPool({ shared: SHARED, memoryLimitMb: 64, columns: null }, 4);
  await setTimeout((n * 150) / POOLS);
  await pool.close();
}
process.stdout.write(`${POOLS}`);
