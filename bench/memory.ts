import { BATCH_FILE, type Batch, batchOf, prepareBatch, UNCACHED } from './batch.ts';
import { runJbt } from './commands.ts';
import type { Bench } from './harness/figure.ts';
import { inFolder } from './harness/folder.ts';
import { sampleOf } from './harness/sample.ts';
import { DAY_MINUTES, randomWalk } from './market.ts';

const FEW = 2_000;
const MANY = 10_000;
const ROUNDS = 3;

/** Prints the largest heap and external memory that lived, in bytes, when the process ends. */
const PROBE = `data:text/javascript,import { isMainThread } from 'node:worker_threads';
let most = 0;
if (isMainThread) {
  setInterval(() => { gc(); const { heapUsed, external } = process.memoryUsage(); most = Math.max(most, heapUsed + external); }, 100).unref();
  process.on('exit', () => process.stderr.write('living ' + most + '\\n'));
}`;

/** Living memory of the coordinator that a finished job takes: 10,000 one-day jobs against 2,000. */
export const measure: Bench = () =>
  inFolder((folder) => {
    const prepared = prepareBatch(folder, randomWalk(DAY_MINUTES), '15m', MANY);
    const growth = Array.from({ length: ROUNDS }, () => {
      const few = livingBytes(batchOf(prepared, FEW));
      return (livingBytes(batchOf(prepared, MANY)) - few) / (MANY - FEW);
    });
    const note = `one-day jobs, ${FEW} to ${MANY}`;
    return [{ name: 'coordinator', unit: 'bytes a job', cost: sampleOf(growth), limit: null, note }];
  });

/** Without `--json`, whose answer is as large as all jobs together. */
function livingBytes({ folder }: Batch): number {
  const { stderr } = runJbt(folder, ['run', BATCH_FILE, ...UNCACHED], ['--expose-gc', '--import', PROBE]);
  return Number(/living (\d+)/.exec(stderr)?.[1]);
}
