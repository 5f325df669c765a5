import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { builtFile } from '../src/adapters/system/package.ts';
import { type RedisServer, startRedis } from '../test/support/redis-server.ts';
import { type Batch, batchOf, playBatch, prepareBatch, UNCACHED } from './batch.ts';
import { type Bench, type Figure, limitOf } from './harness/figure.ts';
import { inFolder } from './harness/folder.ts';
import { sampleOf } from './harness/sample.ts';
import { DAY_MINUTES, randomWalk } from './market.ts';

/** Machines, their threads, and the time that each backtest seems to take. */
const LOAD = { workers: 100, threads: 16, jobMs: 2_000, days: 365 };
const JOBS = 20_000;
/** A batch that is smaller by so much tells the costs of the start apart. */
const FEW_SHARE = 0.2;
const ROUNDS = 3;

/** Prints the processor time of the process when it ends. */
const PROBE = `data:text/javascript,import { isMainThread } from 'node:worker_threads';
if (isMainThread) process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  process.stderr.write('processor ' + (user + system) / 1000 + ' ms');
});`;

/** A real run on a hundred real workers whose threads only wait: the costs of the coordinator and of Redis. */
export const measure: Bench = async ({ jobs: wanted }) => {
  const server = await startRedis();
  try {
    return await inFolder(async (folder) => {
      const prepared = prepareBatch(folder, randomWalk(DAY_MINUTES), '15m', 1);
      const fleet = startFleet(folder, server);
      try {
        const rounds: Growth[] = [];
        for (let round = 0; round < ROUNDS; round++) rounds.push(await growthOf(prepared, wanted ?? JOBS, server));
        return figuresOf(rounds);
      } finally {
        await end(fleet);
      }
    });
  } finally {
    await server.stop();
  }
};

/** Costs of a run. */
interface Costs {
  readonly jobs: number;
  readonly runMs: number;
  readonly coordinatorMs: number;
  readonly redisMs: number;
  readonly redisBytes: number;
  readonly journalBytes: number;
}

/** A run, and its costs a job beyond those of a smaller one. */
interface Growth {
  readonly whole: Costs;
  readonly aJob: (cost: Exclude<keyof Costs, 'jobs'>) => number;
}

async function growthOf(prepared: Batch, jobs: number, server: RedisServer): Promise<Growth> {
  const few = await costsOf(batchOf(prepared, Math.ceil(jobs * FEW_SHARE)), server);
  const whole = await costsOf(batchOf(prepared, jobs), server);
  return { whole, aJob: (cost) => (whole[cost] - few[cost]) / (whole.jobs - few.jobs) };
}

async function costsOf(batch: Batch, server: RedisServer): Promise<Costs> {
  const before = await usageOf(server);
  const options = [...UNCACHED, '--remote', '--redis', `redis://${server.host}:${server.port}`];
  const { report, runMs, stderr } = playBatch(batch, options, ['--import', PROBE]);
  const after = await usageOf(server);
  return {
    jobs: batch.jobs,
    runMs,
    coordinatorMs: Number(/processor ([\d.]+) ms/.exec(stderr)?.[1]),
    redisMs: after.processorMs - before.processorMs,
    redisBytes: after.bytes - before.bytes,
    journalBytes: statSync(join(batch.folder, '.jbt/runs', report.run.id, 'journal.ndjson')).size,
  };
}

/** Processor time and traffic of a Redis so far. */
async function usageOf({ host, port }: RedisServer) {
  const redis = new Redis({ host, port });
  const info = await redis.info('everything').finally(() => redis.disconnect());
  const numberOf = (name: string): number => Number(new RegExp(`^${name}:([\\d.]+)`, 'm').exec(info)?.[1]);
  return {
    processorMs: 1000 * (numberOf('used_cpu_user') + numberOf('used_cpu_sys')),
    bytes: numberOf('total_net_input_bytes') + numberOf('total_net_output_bytes'),
  };
}

function figuresOf(rounds: readonly Growth[]): readonly Figure[] {
  const { workers, threads, jobMs } = LOAD;
  const { jobs } = rounds[0].whole;
  const ideal = (jobs * jobMs) / (workers * threads);
  const run = sampleOf(rounds.map(({ whole }) => whole.runMs));
  const aJob = (name: string, cost: Exclude<keyof Costs, 'jobs'>, unit: string, note: string): Figure => {
    return { name, unit, cost: sampleOf(rounds.map((round) => round.aJob(cost))), limit: null, note };
  };
  const coordinator = aJob('coordinator', 'coordinatorMs', 'ms a job', '');
  const most = 1000 / coordinator.cost.median;
  return [
    {
      name: `${workers} workers of ${threads} threads`,
      unit: 'ms',
      cost: run,
      limit: limitOf('threads always busy', { median: ideal, spread: 0, rounds: ROUNDS }),
      note: `${jobs} simulated jobs of ${jobMs} ms, threads busy ${((100 * ideal) / run.median).toFixed(0)} %`,
    },
    { ...coordinator, note: `processor time; one core ends ${most.toFixed(0)} jobs a second` },
    aJob('Redis', 'redisMs', 'ms a job', 'processor time'),
    aJob('traffic of Redis', 'redisBytes', 'bytes a job', 'in and out'),
    aJob('journal', 'journalBytes', 'bytes a job', `with an equity of ${LOAD.days} days`),
  ];
}

function startFleet(folder: string, { host, port }: RedisServer): ChildProcess {
  const { workers, threads, jobMs, days } = LOAD;
  const argv = [builtFile('bench/processes/fleet.js'), `redis://${host}:${port}`, join(folder, 'fleet')];
  const numbers = [workers, threads, jobMs, days].map(String);
  return spawn(process.execPath, [...argv, ...numbers], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
}

async function end(fleet: ChildProcess): Promise<void> {
  const over = once(fleet, 'exit');
  fleet.kill('SIGKILL');
  await over;
}
