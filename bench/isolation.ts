import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPiscinaExecutor } from '../src/adapters/executors/piscina/executor.ts';
import { bundleStrategies } from '../src/adapters/strategies/strategies.ts';
import { sha256 } from '../src/adapters/system/digest.ts';
import type { CandleColumns } from '../src/model/candle.ts';
import type { Job } from '../src/model/job.ts';
import { MINUTE } from '../src/model/time.ts';
import type { ChunkListener, Executor } from '../src/run/ports.ts';
import { randomWalk } from './market.ts';

const YEAR_MINUTES = 525_600;
const BLOCKS = 20;
const NAMES = ['shared', 'anew'] as const;

const STRATEGY = `import { int, Strategy, ta } from 'jbt';
let begun = 0;
export default class Cross extends Strategy.with({ fast: int(2, 50, 12), slow: int(5, 200, 26) }) {
  fast = this.indicator(ta.ema, { period: this.hp.fast });
  slow = this.indicator(ta.ema, { period: this.hp.slow });
  shouldLong() { return this.fast.crossedAbove(this.slow); }
  shouldShort() { return this.fast.crossedBelow(this.slow); }
  goLong() { this.enter('buy', 1); }
  goShort() { this.enter('sell', -1); }
  enter(side, sign) {
    this[side] = [1, this.price];
    this.stopLoss = [1, this.price * (1 - sign * 0.03)];
    this.takeProfit = [1, this.price * (1 + sign * 0.05)];
  }
  beforeTerminate() { begun += 1; }
}
`;
const STATELESS = STRATEGY.replace('let begun = 0;', '').replace('begun += 1;', '');

/** CPU time and memory of backtests whose strategy is shared by all of them, or evaluated anew for each. */
export async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'jbt-bench-'));
  try {
    const bundles = await bundle(folder);
    for (const [timeframe, jobs] of [
      ['1h', 1000],
      ['1m', 20],
    ] as const)
      await compare(bundles, timeframe, jobs);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function bundle(folder: string): Promise<Readonly<Record<string, string>>> {
  mkdirSync(join(folder, 'strategies'));
  writeFileSync(join(folder, 'strategies/shared.js'), STATELESS);
  writeFileSync(join(folder, 'strategies/anew.js'), STRATEGY);
  const request = {
    sets: NAMES.map((name) => [name]),
    baseDir: folder,
    bundlesDir: join(folder, 'bundles'),
    digest: sha256,
  };
  return (await bundleStrategies(request)).bundle.urls;
}

/** Each on a thread of its own, in turns. */
async function compare(bundles: Readonly<Record<string, string>>, timeframe: '1h' | '1m', jobs: number): Promise<void> {
  const minutes = randomWalk(YEAR_MINUTES);
  const shared = { candles: { 'Bench:BTC-USDT': minutes }, bundles, values: null, debug: false };
  const limits = { threads: 1, timeoutMs: null, stallMs: null, warn: () => {}, graceMs: 1000, memoryLimitMb: 2000 };
  const executors = NAMES.map(() => createPiscinaExecutor({ shared, values: null, ...limits }));
  const spent = NAMES.map(() => 0);
  for (const [i, executor] of executors.entries()) await playBlock(executor, NAMES[i], timeframe, minutes, 3);
  const before = process.memoryUsage.rss();
  for (let block = 0; block < BLOCKS; block++) {
    for (const [i, executor] of executors.entries()) {
      const { user, system } = process.cpuUsage();
      await playBlock(executor, NAMES[i], timeframe, minutes, jobs / BLOCKS);
      const after = process.cpuUsage();
      spent[i] += (after.user + after.system - user - system) / 1000;
    }
  }
  const grown = (process.memoryUsage.rss() - before) / 2 ** 20;
  await Promise.all(executors.map((executor) => executor.close()));
  const [sharedMs, anewMs] = spent.map((milliseconds) => milliseconds / jobs);
  console.log(
    `a year of ${timeframe} bars   shared ${sharedMs.toFixed(2)} ms   anew ${anewMs.toFixed(2)} ms   ratio ${(anewMs / sharedMs).toFixed(2)}   ` +
      `${2 * jobs} jobs grew the process by ${grown.toFixed(0)} MB`,
  );
}

async function playBlock(
  executor: Executor,
  strategy: string,
  timeframe: '1h' | '1m',
  minutes: CandleColumns,
  jobs: number,
): Promise<void> {
  const job = jobOf(strategy, timeframe, minutes);
  const listener: ChunkListener = {
    started: () => {},
    facts: () => {},
    ended: ([{ ending }]) => {
      if (ending.kind === 'died' || ending.outcome.status !== 'done') throw new Error(JSON.stringify(ending));
    },
  };
  for (let n = 0; n < jobs; n++) await executor.play([job], listener);
}

function jobOf(strategy: string, timeframe: '1h' | '1m', minutes: CandleColumns): Job {
  return {
    id: strategy,
    exchange: { name: 'Bench', type: 'futures', fee: 0, balance: 100_000, leverage: 1, leverageMode: 'cross' },
    routes: [{ symbol: 'BTC-USDT', timeframe, strategy }],
    dataRoutes: [],
    parameters: {},
    from: minutes.start,
    to: minutes.start + minutes.length * MINUTE,
    warmupMinutes: 0,
    fills: { gap: 'open', slippage: 0 },
    compat: null,
    seed: 1,
  };
}
