import { type ChildProcess, spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { builtFile } from '../src/adapters/system/package.ts';
import { type RedisServer, startRedis } from '../test/support/redis-server.ts';
import { type Batch, batchOf, playBatch, prepareBatch, UNCACHED } from './batch.ts';
import { kill } from './commands.ts';
import { type Bench, type Figure, limitOf } from './harness/figure.ts';
import { inFolder } from './harness/folder.ts';
import { type Sample, sampleOf } from './harness/sample.ts';
import { DAY_MINUTES, randomWalk } from './market.ts';

/** Machines, their threads, and the time and the length of the equity that each backtest seems to have. */
interface Fleet {
  readonly workers: number;
  readonly threads: number;
  readonly jobMs: number;
  readonly days: number;
  readonly jobs: number;
  readonly rounds: number;
}

const FLEET: Fleet = { workers: 100, threads: 16, jobMs: 2_000, days: 365, jobs: 20_000, rounds: 3 };
const MILLION: Fleet = { ...FLEET, jobMs: 500, days: 1, jobs: 1_000_000, rounds: 1 };
/** A batch that is smaller by so much tells the costs of the start apart. */
const FEW_SHARE = 0.2;

/** Prints processor time and peak memory of the process when it ends. */
const PROBE = `data:text/javascript,import { isMainThread } from 'node:worker_threads';
if (isMainThread) process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  const { maxRSS } = process.resourceUsage();
  process.stderr.write('processor ' + (user + system) / 1000 + ' ms, peak ' + maxRSS / 1024 + ' MB');
});`;

/** A real run on a hundred real workers whose threads only wait: the costs of the coordinator and of Redis. */
export const measure: Bench = ({ jobs }) => measureFleet({ ...FLEET, jobs: jobs ?? FLEET.jobs });

/** The same with a million backtests of a day. */
export const measureMillion: Bench = ({ jobs }) => measureFleet({ ...MILLION, jobs: jobs ?? MILLION.jobs });

async function measureFleet(fleet: Fleet): Promise<readonly Figure[]> {
  const server = await startRedis();
  try {
    return await inFolder(async (folder) => {
      const prepared = prepareBatch(folder, randomWalk(DAY_MINUTES), '15m', 1);
      const workers = startWorkers(fleet, folder, server);
      try {
        const rounds: Growth[] = [];
        for (let round = 0; round < fleet.rounds; round++) rounds.push(await growthOf(prepared, fleet.jobs, server));
        return figuresOf(fleet, rounds);
      } finally {
        await kill(workers);
      }
    });
  } finally {
    await server.stop();
  }
}

/** Costs of a run. */
interface Costs {
  readonly jobs: number;
  readonly runMs: number;
  readonly coordinatorMs: number;
  readonly peakMb: number;
  readonly redisMs: number;
  readonly redisBytes: number;
  /** Peak of the memory of Redis. */
  readonly redisPeakMb: number;
  /** The journal, and the equity beside it. */
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
    peakMb: Number(/peak ([\d.]+) MB/.exec(stderr)?.[1]),
    redisMs: after.processorMs - before.processorMs,
    redisBytes: after.bytes - before.bytes,
    redisPeakMb: after.peakMb,
    journalBytes: bytesOf(join(batch.folder, '.jbt/runs', report.run.id)),
  };
}

function bytesOf(folder: string): number {
  return ['journal.ndjson', 'equity.f64'].reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

/** Processor time and traffic of a Redis so far. */
async function usageOf({ host, port }: RedisServer) {
  const redis = new Redis({ host, port });
  const info = await redis.info('everything').finally(() => redis.disconnect());
  const numberOf = (name: string): number => Number(new RegExp(`^${name}:([\\d.]+)`, 'm').exec(info)?.[1]);
  return {
    processorMs: 1000 * (numberOf('used_cpu_user') + numberOf('used_cpu_sys')),
    bytes: numberOf('total_net_input_bytes') + numberOf('total_net_output_bytes'),
    peakMb: numberOf('used_memory_peak') / 2 ** 20,
  };
}

function figuresOf({ workers, threads, jobMs, days, jobs }: Fleet, rounds: readonly Growth[]): readonly Figure[] {
  const ideal = (jobs * jobMs) / (workers * threads);
  const whole = (of: (costs: Costs) => number) => sampleOf(rounds.map((round) => of(round.whole)));
  const aJob = (cost: Exclude<keyof Costs, 'jobs'>) => sampleOf(rounds.map((round) => round.aJob(cost)));
  const run = whole(({ runMs }) => runMs);
  const [coordinator, redis] = [aJob('coordinatorMs'), aJob('redisMs')];
  const most = ({ median }: Sample): string =>
    `processor time; one core ends ${(1000 / median).toFixed(0)} jobs a second`;
  const figure = (name: string, unit: string, cost: Sample, note: string): Figure => ({
    name,
    unit,
    cost,
    limit: null,
    note,
  });
  return [
    {
      name: `${workers} workers of ${threads} threads`,
      unit: 'ms',
      cost: run,
      limit: limitOf('threads always busy', { median: ideal, spread: 0, rounds: rounds.length }),
      note: `${jobs} simulated jobs of ${jobMs} ms, threads busy ${((100 * ideal) / run.median).toFixed(0)} %`,
    },
    figure('coordinator', 'ms a job', coordinator, most(coordinator)),
    figure('Redis', 'ms a job', redis, most(redis)),
    figure('traffic of Redis', 'bytes a job', aJob('redisBytes'), 'in and out'),
    figure(
      'journal',
      'bytes a job',
      whole(({ journalBytes }) => journalBytes / jobs),
      `with an equity of ${days} days`,
    ),
    figure(
      'memory, coordinator',
      'MB',
      whole(({ peakMb }) => peakMb),
      'peak',
    ),
    figure(
      'memory, Redis',
      'MB',
      whole(({ redisPeakMb }) => redisPeakMb),
      'peak',
    ),
  ];
}

function startWorkers(
  { workers, threads, jobMs, days }: Fleet,
  folder: string,
  { host, port }: RedisServer,
): ChildProcess {
  const argv = [builtFile('bench/processes/fleet.js'), `redis://${host}:${port}`, join(folder, 'fleet')];
  const numbers = [workers, threads, jobMs, days].map(String);
  return spawn(process.execPath, [...argv, ...numbers], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
}
