import { beforeAll, onTestFinished } from 'vitest';
import { allocateColumns, type CandleColumns } from '../../../src/model/candle.ts';
import type { Job } from '../../../src/model/job.ts';
import type { Outcome } from '../../../src/model/outcome.ts';
import type { ParameterValues } from '../../../src/model/parameter.ts';
import { DAY, MINUTE } from '../../../src/model/time.ts';
import type { Fact } from '../../../src/run/events.ts';
import type { ChunkListener, Ending, Executor, JobEnding, SharedInputs } from '../../../src/run/ports.ts';
import { createLastingProject, strategySource } from '../../adapters/strategies/support/project.ts';

const START = Date.UTC(2023, 7, 1);
const DAYS = 12;
const MARKET = 'Binance Perpetual Futures:FIL-USDT';

/** Strategies for every way in which a job may go. */
const STRATEGIES: Readonly<Record<string, string>> = {
  trades: `import { int, Strategy, ta } from 'jbt-runner';

export default class Trades extends Strategy.with({ fast: int(2, 50, 5), slow: int(5, 200, 20) }) {
  fast = this.indicator(ta.ema, { period: this.hp.fast });
  slow = this.indicator(ta.ema, { period: this.hp.slow });
  shouldLong(): boolean { return this.fast.now > this.slow.now; }
  shouldShort(): boolean { return this.fast.now < this.slow.now; }
  goLong(): void { this.buy = [1, this.price]; }
  goShort(): void { this.sell = [1, this.price]; }
  onOpenPosition(): void {
    const away = this.isLong ? 0.99 : 1.01;
    this.stopLoss = [1, this.price * away];
    this.takeProfit = [1, this.price / away];
  }
}
`,
  talks: strategySource(`
  before(): void {
    this.log(\`bar \${this.index}\`);
    const note = { index: this.index };
    this.publish('note', note);
    note.index = -1;
  }`),
  throws: strategySource(`  before(): void {
    if (this.index === 3) {
      throw new RangeError('the fourth bar is bad');
    }
  }`),
  throwsText: strategySource(`  before(): void { throw 'just text'; }`),
  misshapes: strategySource(`  override shouldLong(): boolean { return true; }
  override goLong(): void { this.buy = 'everything' as never; }`).replace(/^ {2}(shouldLong|goLong)\(.*$/gm, ''),
  ...hoarding('Objects', '{ const hoard: object[] = []; for (;;) hoard.push({ bar: this.index }); }'),
  ...hoarding('Numbers', '{ const hoard: number[] = []; for (;;) hoard.push(hoard.length); }'),
  ...hoarding('Buffers', '{ const hoard: Uint8Array[] = []; for (;;) hoard.push(new Uint8Array(1e7).fill(1)); }'),
  hoardsDaily: strategySource(`  readonly hoard: Uint8Array[] = [];
  before(): void {
    if (this.index % 96 === 0) this.hoard.push(new Uint8Array(3e8));
  }`),
  strays: strategySource(`  before(): void {
    if (this.index === 0) queueMicrotask(() => { throw new Error('gone astray'); });
  }`),
  rejects: strategySource(`  before(): void { if (this.index === 0) void Promise.reject(new Error('left behind')); }`),
  publishesItself: strategySource(
    `  before(): void { const self: unknown[] = []; self.push(self); this.publish('self', self); }`,
  ),
  remembers: `let bars = 0;\n${strategySource(`  before(): void { bars += 1; }
  terminate(): void { this.log(\`seen \${bars}\`); }`)}`,
  exits: strategySource(`  before(): void {
    this.log('about to exit');
    if (this.index === 2) process.exit(3);
  }`),
  exitsQuietly: strategySource(`  before(): void { try { process.exit(); } catch { this.log('still here'); } }`),
  loops: strategySource(`  before(): void {
    this.log('about to loop');
    for (;;);
  }`),
  loopsInSilence: strategySource(`  before(): void { for (;;); }`),
  idles: strategySource(`  before(): void {
    if (this.index === 0) this.log('about to idle');
    const until = performance.now() + 2;
    while (performance.now() < until);
  }`),
};

function hoarding(what: string, block: string): Readonly<Record<string, string>> {
  return { [`hoards${what}`]: strategySource(`  before(): void ${block}`) };
}

/**
 * Prepares, before the tests of a suite, the shared on which all of the strategies can be played: a market that walks at
 * random, the same every time.
 */
export function useStage(): () => SharedInputs {
  let shared: SharedInputs | null = null;
  beforeAll(async () => {
    const files = Object.entries(STRATEGIES).map(([name, source]) => [`strategies/${name}.ts`, source]);
    const project = createLastingProject(Object.fromEntries(files));
    const { bundle, typesChecked } = await project.load(Object.keys(STRATEGIES));
    await typesChecked;
    shared = randomWalkStage({ bundles: bundle.urls });
    return () => project.remove();
  });
  return () => {
    if (shared === null) throw new Error('the shared is only there while tests run');
    return shared;
  };
}

export function jobOf(strategy: string, parameters: ParameterValues = {}, days = DAYS - 2): Job {
  const values = Object.values(parameters).join('-');
  return {
    id: `${strategy}-${values}`,
    exchange: {
      name: 'Binance Perpetual Futures',
      type: 'futures',
      fee: 0.0004,
      balance: 10_000,
      leverage: 2,
      leverageMode: 'cross',
    },
    routes: [{ symbol: 'FIL-USDT', timeframe: '15m', strategy }],
    dataRoutes: [],
    parameters,
    from: START + DAY,
    to: START + (1 + days) * DAY,
    warmupMinutes: 1440,
    fills: { gap: 'open', slippage: 0 },
    compat: null,
    seed: 1,
  };
}

/** Plays several jobs as one chunk. */
export async function playChunk(
  executor: Executor,
  jobs: readonly Job[],
  listener: Partial<ChunkListener> = {},
): Promise<{ readonly endings: readonly JobEnding[]; readonly left: readonly Job[] }> {
  const endings: JobEnding[] = [];
  const left = await executor.play(jobs, {
    started: () => {},
    facts: () => {},
    ...listener,
    ended: (some) => {
      endings.push(...some);
      listener.ended?.(some);
    },
  });
  return { endings, left };
}

/** Everything that was heard of a job, in order. */
export interface Played {
  readonly ending: Ending;
  readonly facts: readonly Fact[];
  readonly thread: number;
}

/** More losses of a thread than a test has jobs to cause them. */
const MOST_ATTEMPTS = 50;

/**
 * Plays a job as a coordinator does: again when it comes back, because its thread was lost before it came to it. Only a
 * stopped executor gives it back every time, and the job is cancelled.
 */
export async function play(executor: Executor, job: Job): Promise<Played> {
  const facts: Fact[] = [];
  let isOver = false;
  const listener: Partial<ChunkListener> = {
    facts: (_job, batch) => {
      if (isOver) throw new Error('facts came after the ending');
      facts.push(...batch);
    },
    ended: () => {
      isOver = true;
    },
  };
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const { endings, left } = await playChunk(executor, [job], listener);
    if (endings.length + left.length !== 1) throw new Error(`${job.id} has ${endings.length} endings`);
    for (const { ending, thread } of endings) return { ending, facts, thread };
  }
  return { ending: { kind: 'outcome', outcome: cancelled(job), recorded: null }, facts, thread: 0 };
}

function cancelled({ id: jobId }: Job): Outcome {
  return { status: 'cancelled', jobId, seconds: 0 };
}

export async function outcomeOf(executor: Executor, job: Job): Promise<Outcome> {
  const { ending } = await play(executor, job);
  if (ending.kind === 'died') throw new Error(`the worker died: ${ending.failure.message}`);
  return ending.outcome;
}

/** Without the one thing that no two plays share. */
export function withoutSeconds({ seconds, ...rest }: Outcome): Omit<Outcome, 'seconds'> {
  if (!(seconds >= 0)) throw new Error(`${seconds} is no duration`);
  return rest;
}

/** Closes the executor when the test is over. */
export function closing<T extends Executor>(executor: T): T {
  onTestFinished(() => executor.close());
  return executor;
}

/** The market of `jobOf`. */
export function randomWalkStage(parts: Pick<SharedInputs, 'bundles'> & Partial<SharedInputs>): SharedInputs {
  return { candles: { [MARKET]: randomWalk() }, values: null, debug: null, ...parts };
}

function randomWalk(): CandleColumns {
  const length = DAYS * 1440;
  const columns = allocateColumns(START, MINUTE, length, (n) => new Float64Array(new SharedArrayBuffer(n * 8)));
  let price = 4;
  let state = 1;
  for (let i = 0; i < length; i++) {
    state = (state * 48_271) % 2_147_483_647;
    const close = price * (1 + (state / 2_147_483_647 - 0.5) * 0.004);
    columns.open[i] = price;
    columns.close[i] = close;
    columns.high[i] = Math.max(price, close) * 1.0005;
    columns.low[i] = Math.min(price, close) * 0.9995;
    columns.volume[i] = state % 1000;
    price = close;
  }
  return columns;
}
