import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { builtFile } from '../src/adapters/system/package.ts';
import { type RedisServer, startRedis } from '../test/support/redis-server.ts';
import { type Batch, playBatch, prepareBatch, UNCACHED } from './batch.ts';
import { kill } from './commands.ts';
import { type Bench, type Figure, limitOf } from './harness/figure.ts';
import { inFolder } from './harness/folder.ts';
import { inTurns } from './harness/turns.ts';
import { DAY_MINUTES, randomWalk } from './market.ts';

const WORKERS = 2;
const ROUNDS = 3;
const LOADS = [
  { name: 'a day of 15m', minutes: DAY_MINUTES, timeframe: '15m', jobs: 10_000 },
  { name: '20 days of 1m', minutes: 20 * DAY_MINUTES, timeframe: '1m', jobs: 2_000 },
  { name: '220 days of 1m', minutes: 220 * DAY_MINUTES, timeframe: '1m', jobs: 2_000 },
] as const;

/** Batches on two workers of one thread each, against the same batches on two threads of one process. */
export const measure: Bench = async ({ jobs }) => {
  const server = await startRedis();
  try {
    const figures: Figure[] = [];
    for (const load of LOADS)
      figures.push(await inFolder((folder) => figureOf(load, jobs ?? load.jobs, folder, server)));
    return figures;
  } finally {
    await server.stop();
  }
};

async function figureOf(
  { name, minutes, timeframe }: (typeof LOADS)[number],
  jobs: number,
  folder: string,
  { host, port }: RedisServer,
): Promise<Figure> {
  const url = `redis://${host}:${port}`;
  const batch = prepareBatch(folder, randomWalk(minutes), timeframe, jobs);
  const workers = Array.from({ length: WORKERS }, (_, n) => startWorker(batch, n, url));
  try {
    const run =
      (...options: readonly string[]) =>
      () =>
        playBatch(batch, [...UNCACHED, ...options]).runMs;
    const [remote, local] = await inTurns(
      ROUNDS,
      [run('--remote', '--redis', url), run('--parallel', `${WORKERS}`)],
      1,
    );
    const perJob = (local.median * WORKERS) / batch.jobs;
    const note = `${batch.jobs} of ${perJob.toFixed(1)} ms, ${(local.median / remote.median).toFixed(2)} of the rate`;
    return { name, unit: 'ms', cost: remote, limit: limitOf('--parallel 2', local), note };
  } finally {
    await Promise.all(workers.map(kill));
  }
}

/** A worker of one thread, with contents of its own. */
function startWorker({ folder }: Batch, n: number, url: string): ChildProcess {
  const words = ['worker', '--redis', url, '--parallel', '1', '--cache', join(folder, `worker-${n}`)];
  return spawn(process.execPath, [builtFile('bin/jbt.js'), ...words], { cwd: folder, stdio: 'ignore' });
}
