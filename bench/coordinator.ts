import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPlainReporter } from '../src/adapters/reporters/plain.ts';
import { openBegun } from '../src/adapters/runs/begun.ts';
import { openJournal } from '../src/adapters/runs/journal.ts';
import { systemClock } from '../src/adapters/system/clock.ts';
import { recordPacker } from '../src/adapters/system/record-packer.ts';
import type { Job } from '../src/model/job.ts';
import { DAY } from '../src/model/time.ts';
import { Coordinator } from '../src/run/coordinator/coordinator.ts';
import { differencesOf } from '../src/run/plan/differences.ts';
import { type CacheReport, MOST_WHOLE } from '../src/run/report.ts';
import { NO_RESULTS } from '../src/run/results/results.ts';
import { type Bench, type Figure, limitOf } from './harness/figure.ts';
import { sampleOf } from './harness/sample.ts';
import { SimulatedExecutor } from './simulated-executor.ts';

const LOADS = [
  { threads: 2, jobMs: 0.2, days: 1, jobs: 20_000 },
  { threads: 2, jobMs: 7, days: 365, jobs: 1_000 },
  { threads: 16, jobMs: 7, days: 365, jobs: 10_000 },
  { threads: 64, jobMs: 7, days: 365, jobs: 20_000 },
] as const;

type Load = (typeof LOADS)[number];

const ROUNDS = 3;

/** The real coordinator, journal and reporter over threads that only wait: how busy they are kept, and at what cost. */
export const measure: Bench = async () => {
  const rounds: (readonly LoadCosts[])[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const costs: LoadCosts[] = [];
    for (const load of LOADS) costs.push(await costsOf(load));
    rounds.push(costs);
  }
  return LOADS.flatMap((load, index) =>
    figuresOf(
      load,
      rounds.map((costs) => costs[index]),
    ),
  );
};

/** Milliseconds of the whole run, and of processor time a job. */
interface LoadCosts {
  readonly runMs: number;
  readonly jobMs: number;
}

function figuresOf({ threads, jobMs, jobs }: Load, costs: readonly LoadCosts[]): readonly Figure[] {
  const run = sampleOf(costs.map((cost) => cost.runMs));
  const ideal = (jobs * jobMs) / threads;
  const limit = limitOf('threads always busy', { median: ideal, spread: 0, rounds: costs.length });
  const name = `${threads} threads, jobs of ${jobMs} ms`;
  const note = `${jobs} simulated jobs, threads busy ${((100 * ideal) / run.median).toFixed(0)} %`;
  return [
    { name, unit: 'ms', cost: run, limit, note },
    {
      name: `${name}, coordinator`,
      unit: 'ms a job',
      cost: sampleOf(costs.map((cost) => cost.jobMs)),
      limit: null,
      note: '',
    },
  ];
}

async function costsOf(load: Load): Promise<LoadCosts> {
  const { threads, days, jobs } = load;
  const folder = mkdtempSync(join(tmpdir(), 'jbt-bench-'));
  const { journal } = openJournal(join(folder, 'journal.ndjson'), { packs: jobs > MOST_WHOLE, onDamage: () => {} });
  const begun = openBegun(join(folder, 'begun.ndjson'));
  const executor = new SimulatedExecutor(load);
  const coordinator = new Coordinator({
    run: {
      id: 'bench',
      folder,
      command: '',
      startedAt: 0,
      threads,
      meetingPlace: null,
      debug: false,
      jobs: jobsOf(jobs, days),
      minutes: jobs * days * 1440,
      differences: differencesOf([]),
    },
    ...{
      executor,
      packer: recordPacker,
      journal,
      begun,
      clock: systemClock,
      found: [],
      strategies: [],
      results: NO_RESULTS,
    },
    reporters: [createPlainReporter({ write: () => {} })],
    environment: { jbt: '', node: '', platform: '', cores: threads, threads },
    counts: () => ({ candles: [], cache: UNUSED_CACHE, redis: null }),
  });
  const before = process.cpuUsage();
  const startedAt = performance.now();
  await coordinator.run();
  const ms = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(before);
  journal.close();
  begun.close();
  rmSync(folder, { recursive: true });
  return { runMs: ms, jobMs: (user + system) / 1000 / jobs };
}

function jobsOf(count: number, days: number): readonly Job[] {
  const common = {
    exchange: { name: 'Bench', type: 'futures', fee: 0, balance: 1, leverage: 1, leverageMode: 'cross' },
    routes: [{ symbol: 'BTC-USDT', timeframe: '1h', strategy: 'cross' }],
    ...{ dataRoutes: [], from: 0, to: days * DAY, warmupMinutes: 0, compat: null, seed: 1 },
    fills: { gap: 'open', slippage: 0 },
  } as const;
  return Array.from({ length: count }, (_, n) => ({ ...common, id: `job ${n}`, parameters: { n } }));
}

const UNUSED = { hits: 0, misses: 0, hitRate: null, entries: 0, bytes: 0, evictions: 0 };
const UNUSED_CACHE: CacheReport = {
  driver: 'none',
  candles: { markets: 0, bytes: 0 },
  values: UNUSED,
  results: UNUSED,
};
