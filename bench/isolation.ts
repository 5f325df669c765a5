import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPiscinaExecutor } from '../src/adapters/executors/piscina/executor.ts';
import { bundleStrategies } from '../src/adapters/strategies/strategies.ts';
import { sha256 } from '../src/adapters/system/digest.ts';
import { OWN_PACKAGE } from '../src/adapters/system/package.ts';
import type { StrategyModule } from '../src/adapters/system/strategy-module.ts';
import type { Job } from '../src/model/job.ts';
import type { ChunkListener, Executor, SharedInputs } from '../src/run/ports.ts';
import { type Bench, type Figure, limitOf } from './harness/figure.ts';
import { inFolder } from './harness/folder.ts';
import { inTurns, processorTime } from './harness/turns.ts';
import { jobOver, routeOf } from './jobs.ts';
import { DAY_MINUTES, MARKET, randomWalk, YEAR_MINUTES } from './market.ts';
import { measureProtection } from './protection.ts';

const BLOCKS = 20;
/** `cross` is proven to keep nothing, and shared by all jobs; `anew` is evaluated for each of them. */
const NAMES = ['cross', 'anew'] as const;
type Name = (typeof NAMES)[number];

const BATCHES = [
  { title: 'a year of 1h bars', minutes: YEAR_MINUTES, timeframe: '1h', jobs: 1_000 },
  { title: 'a year of 1m bars', minutes: YEAR_MINUTES, timeframe: '1m', jobs: 20 },
  { title: 'a day of 15m bars', minutes: DAY_MINUTES, timeframe: '15m', jobs: 20_000 },
] as const;

/** Processor time of what keeps backtests apart: strategies evaluated anew, and the protection of proven ones. */
export const measure: Bench = () =>
  inFolder(async (folder) => {
    const bundles = await bundle(folder);
    const figures: Figure[] = [];
    for (const { title, minutes, timeframe, jobs } of BATCHES) {
      const candles = randomWalk(minutes);
      const shared = { candles: { [MARKET]: candles }, bundles, values: null, debug: null };
      const jobOf = (strategy: Name) => jobOver(candles, [routeOf(strategy, timeframe)]);
      const block = { blocks: BLOCKS, jobs: jobs / BLOCKS };
      figures.push(await measureProtection(`protection, ${title}`, shared, jobOf('cross'), block));
      figures.push(await measureAnew(`evaluated anew, ${title}`, shared, jobOf, block.jobs));
    }
    return figures;
  });

async function bundle(folder: string): Promise<Readonly<Record<string, string>>> {
  const source = readFileSync(join(OWN_PACKAGE, 'bench/strategies/cross.ts'), 'utf8');
  // A variable that changes: what no proof lets pass.
  const counting = `let begun = 0;\n${source.trimEnd().slice(0, -1)}\n  override beforeTerminate() { begun += 1; }\n}\n`;
  mkdirSync(join(folder, 'strategies'));
  writeFileSync(join(folder, 'strategies/cross.ts'), source);
  writeFileSync(join(folder, 'strategies/anew.ts'), counting);
  const sets = NAMES.map((name) => [name]);
  const request = { sets, baseDir: folder, bundlesDir: join(folder, 'bundles'), digest: sha256 };
  const { urls } = (await bundleStrategies(request)).bundle;
  const modules: readonly StrategyModule[] = await Promise.all(NAMES.map((name) => import(urls[name])));
  const [cross, anew] = modules.map(({ needs }) => needs.isShared);
  if (!cross || anew) throw new Error('the proof of the two strategies is not what the bench is about');
  return urls;
}

/** Each on a thread of its own, through the executor. */
async function measureAnew(
  name: string,
  shared: SharedInputs,
  jobOf: (strategy: Name) => Job,
  jobs: number,
): Promise<Figure> {
  const limits = { threads: 1, timeoutMs: null, stallMs: null, warn: () => {}, graceMs: 1000, memoryLimitMb: 2000 };
  const executors = NAMES.map(() => createPiscinaExecutor({ shared, values: null, ...limits }));
  const [proven, anew] = await inTurns(
    BLOCKS,
    executors.map((executor, index) => () => processorTime(() => playAll(executor, jobOf(NAMES[index]), jobs), jobs)),
  );
  await Promise.all(executors.map((executor) => executor.close()));
  return { name, unit: 'ms a job', cost: anew, limit: limitOf('shared', proven), note: `${BLOCKS} x ${jobs} jobs` };
}

async function playAll(executor: Executor, job: Job, jobs: number): Promise<void> {
  const listener: ChunkListener = {
    started: () => {},
    facts: () => {},
    ended: (endings) => {
      const bad = endings.find(({ ending }) => ending.kind === 'died' || ending.outcome.status !== 'done');
      if (bad !== undefined) throw new Error(JSON.stringify(bad.ending));
    },
  };
  for (let n = 0; n < jobs; n++) await executor.play([job], listener);
}
