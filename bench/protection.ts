import { Worker } from 'node:worker_threads';
import { builtFile } from '../src/adapters/system/package.ts';
import type { Job } from '../src/model/job.ts';
import type { SharedInputs } from '../src/run/ports.ts';
import { type Figure, limitOf } from './harness/figure.ts';
import { inTurns, processorTime } from './harness/turns.ts';
import type { JobOrder, ThreadInputs } from './processes/isolation-thread.ts';

/** Protection of a proven strategy: the same job with it and without it, each on a thread of its own. */
export async function measureProtection(
  name: string,
  shared: SharedInputs,
  job: Job,
  { blocks, jobs }: { readonly blocks: number; readonly jobs: number },
): Promise<Figure> {
  const threads = (['guarded', 'bare'] as const).map((kind) => startThread({ kind, shared }));
  const hashes = await Promise.all(threads.map((thread) => ask(thread, { job, times: 1 })));
  if (hashes[0] !== hashes[1]) throw new Error(`${name}: the results differ`);
  const [guarded, bare] = await inTurns(
    blocks,
    threads.map((thread) => () => processorTime(() => ask(thread, { job, times: jobs }), jobs)),
  );
  await Promise.all(threads.map((thread) => thread.terminate()));
  const added = guarded.median - bare.median;
  const share = (100 * added) / guarded.median;
  const note = `${blocks} x ${jobs} jobs, ${(1000 * added).toFixed(0)} us a job, ${share.toFixed(1)} % of the whole`;
  return { name, unit: 'ms a job', cost: guarded, limit: limitOf('unprotected', bare), note };
}

function startThread(inputs: ThreadInputs): Worker {
  return new Worker(builtFile('bench/processes/isolation-thread.js'), { workerData: inputs });
}

function ask(thread: Worker, order: JobOrder): Promise<string> {
  return new Promise((resolve, reject) => {
    thread.once('error', reject);
    thread.once('message', (hash: string) => {
      thread.off('error', reject);
      resolve(hash);
    });
    thread.postMessage(order);
  });
}
