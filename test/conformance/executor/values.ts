import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../src/adapters/system/clock.ts';
import { openCache } from '../../../src/cli/cache/open.ts';
import type { Job } from '../../../src/model/job.ts';
import type { CacheDriver } from '../../../src/run/cache-port.ts';
import type { Executor, SharedInputs, StrategyBundle } from '../../../src/run/ports.ts';
import { ValueServer } from '../../../src/run/values/value-server.ts';
import { createLastingProject, strategySource } from '../../adapters/strategies/support/project.ts';
import { jobOf, type Played, play, randomWalkStage } from './support.ts';

/** Makes an executor of so many threads, if it has several. */
export type MakeValuesExecutor = (shared: SharedInputs, values: ValueServer, threads: number) => Executor;

/** A strategy that runs a body in its first bar. */
function once(body: string): string {
  return strategySource(`  before(): void {
    if (this.index !== 0) return;
${body}
  }`).replace('extends Strategy {', 'extends Strategy.with({ n: int(0, 1000, 0), dies: int(0, 1, 0) }) {');
}

const COMPUTE = `const compute = () => {
      this.publish('computed', this.hp.n);
      const end = performance.now() + 30;
      while (performance.now() < end);
      if (this.hp.dies) process.exit(3);
      return { sum: new Float64Array([1, 2, 3]), at: 7 };
    };`;

const STRATEGIES = {
  remembers: once(`    ${COMPUTE}
    const found = this.cache.remember('key', { ttl: null }, compute);
    this.publish('found', [...found.sum, found.at]);`),
  remembersOther: once(`    ${COMPUTE}
    this.cache.remember('key', { ttl: null }, compute);
    // Another strategy.`),
  nests: once(`    const [outer, inner] = this.hp.n % 2 === 0 ? ['a', 'b'] : ['b', 'a'];
    const wait = () => { const end = performance.now() + 50; while (performance.now() < end); };
    const found = this.cache.remember(outer, {}, () => {
      wait();
      return [outer, this.cache.remember(inner, {}, () => { wait(); return [inner]; })];
    });
    this.publish('found', [outer, found[0]]);`),
  hangs: once(`    this.cache.remember('key', {}, () => { for (;;); });`),
  gives: once(`    const attempt = () => this.cache.remember('key', {}, () => { throw new Error('not today'); });
    try { attempt(); } catch (error) { this.publish('threw', String(error)); }
    this.publish('found', this.cache.remember('key', {}, () => 'after all'));`),
  writes: once(`    const { cache } = this;
    const seen: unknown[] = [cache.has('a'), cache.get('a')];
    cache.set('a', undefined);
    seen.push(cache.has('a'), cache.get('a'));
    cache.set('a', { list: [1, 2] });
    const first = cache.get('a') as { list: number[] };
    first.list.push(3);
    seen.push(cache.get('a'));
    for (let i = 0; i < 300; i++) cache.set(\`many \${i}\`, new Float64Array(1000).fill(i));
    seen.push((cache.get('many 0') as Float64Array)[0], (cache.get('many 299') as Float64Array)[999]);
    seen.push(cache.delete('a'), cache.has('a'), cache.delete('a'));
    cache.set('shared', 'for all', { shared: true });
    this.publish('seen', seen);
    this.publish('stats', cache.stats());`),
  reads: once(`    const { cache } = this;
    this.publish('seen', [cache.get('shared', { shared: true }), cache.has('shared'), cache.has('many 7')]);`),
  readsAgain: once(`    const value = this.cache.get('many 7', { shared: true }) as Float64Array | undefined;
    if (value === undefined) this.cache.set('many 7', new Float64Array(1000).fill(7), { shared: true });
    else this.publish('seen', [value.length, value[999], this.cache.get('unknown', { shared: true })]);`),
  flushes: once(`    const { cache } = this;
    cache.set('a', 1);
    cache.set('a', 2, { shared: true });
    cache.flush();
    this.publish('seen', [cache.has('a'), cache.get('a', { shared: true })]);
    cache.flush({ shared: true });
    this.publish('seen', [cache.has('a', { shared: true })]);`),
  keepsFunctions: once(`    this.cache.set('key', { onFill: () => 1 });`),
};

type Name = keyof typeof STRATEGIES;

function job(strategy: Name, n = 0, dies = 0): Job {
  return { ...jobOf(strategy, { n, dies }, 2), id: `${strategy} ${n} ${dies}` };
}

async function playAll(executor: Executor, jobs: readonly Job[]): Promise<readonly Played[]> {
  const waiting = [...jobs];
  const played: Played[] = [];
  const keepBusy = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      played.push(await play(executor, next));
  };
  await Promise.all(Array.from({ length: executor.threads }, keepBusy));
  return played;
}

function published(played: readonly Played[], event: string): readonly unknown[] {
  const facts = played.flatMap((each) => each.facts);
  return facts.flatMap((fact) => (fact.kind === 'published' && fact.event === event ? [fact.value] : []));
}

/** Rules of every executor about the values of strategies, with any driver; threads are mortal. */
export function conformsWithValues(driver: CacheDriver, make: MakeValuesExecutor, hasThreads: boolean): void {
  let bundle: Pick<StrategyBundle, 'urls' | 'fingerprints'>;
  let folder = '';

  beforeAll(async () => {
    const files = Object.entries(STRATEGIES).map(([name, source]) => [`strategies/${name}.ts`, source]);
    const project = createLastingProject(Object.fromEntries(files));
    ({ bundle } = await project.load(Object.keys(STRATEGIES)));
    return () => project.remove();
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const open = (threads = 2): Executor => {
    folder = mkdtempSync(join(tmpdir(), 'jbt-values-'));
    const warn = (message: string) => {
      throw new Error(message);
    };
    const cache = openCache({ driver, folder, budgetBytes: 1e9, clock: systemClock, warn });
    const values = { folder: driver === 'lmdb' ? folder : null, namespaces: bundle.fingerprints };
    const executor = make(randomWalkStage({ bundles: bundle.urls, values }), new ValueServer(cache), threads);
    onTestFinished(async () => {
      await executor.close();
      await cache.close();
    });
    return executor;
  };

  it('computes a value once, and all others wait and read it', async () => {
    const played = await playAll(
      open(8),
      Array.from({ length: 16 }, (_, n) => job('remembers', n)),
    );
    expect(published(played, 'computed')).toHaveLength(1);
    expect(published(played, 'found')).toEqual(Array.from({ length: 16 }, () => [1, 2, 3, 7]));
  });

  // Only threads can die, or hang without holding up their caller.
  if (hasThreads) {
    it('computes it although many died of it', async () => {
      const mortal = Array.from({ length: 8 }, (_, n) => job('remembers', n, 1));
      const others = Array.from({ length: 16 }, (_, n) => job('remembers', n));
      const played = await playAll(open(8), [...mortal, ...others]);
      expect(played.filter(({ ending }) => ending.kind === 'died')).toHaveLength(8);
      expect(published(played, 'computed')).toHaveLength(9);
      expect(published(played, 'found')).toEqual(Array.from({ length: 16 }, () => [1, 2, 3, 7]));
    });

    it('waits no longer than until it is stopped', async () => {
      const executor = open(2);
      const played = playAll(executor, [job('hangs', 0), job('hangs', 1)]);
      setTimeout(() => executor.stop(), 500);
      const statuses = (await played).map(({ ending }) => ending.kind === 'outcome' && ending.outcome.status);
      expect(statuses).toEqual(['cancelled', 'cancelled']);
    });
  }

  it('computes it once for each strategy', async () => {
    const executor = open();
    const jobs = [0, 1, 2, 3].flatMap((n) => [job('remembers', n), job('remembersOther', n)]);
    expect(published(await playAll(executor, jobs), 'computed')).toHaveLength(2);
  });

  it('waits for nobody who waits for it', async () => {
    const played = await playAll(
      open(4),
      Array.from({ length: 8 }, (_, n) => job('nests', n)),
    );
    const pairs = published(played, 'found') as readonly (readonly [asked: string, got: string])[];
    expect(pairs.map(([, got]) => got)).toEqual(pairs.map(([asked]) => asked));
    expect(pairs).toHaveLength(8);
  });

  it('lets another compute what one could not', async () => {
    const played = await playAll(
      open(4),
      Array.from({ length: 4 }, (_, n) => job('gives', n)),
    );
    expect(published(played, 'found')).toEqual(Array.from({ length: 4 }, () => 'after all'));
    expect(published(played, 'threw').length).toBeGreaterThan(0);
  });

  it('sees its own writes at once, in copies of their own', async () => {
    const executor = open();
    const first = await play(executor, job('writes'));
    expect(published([first], 'seen')).toEqual([
      [false, null, true, null, { list: [1, 2] }, 0, 299, true, false, false],
    ]);
    expect(published([first], 'stats')).toEqual([{ hits: 5, misses: 1 }]);
    const then = await play(executor, job('reads'));
    expect(published([then], 'seen')).toEqual([['for all', false, false]]);
  });

  it('reads what an earlier session wrote, on any thread', async () => {
    const executor = open(2);
    await play(executor, job('readsAgain'));
    const played = await playAll(
      executor,
      [1, 2, 3, 4].map((n) => job('readsAgain', n)),
    );
    expect(published(played, 'seen')).toEqual(Array.from({ length: 4 }, () => [1000, 7, null]));
  });

  it('forgets what belongs to the strategy, or what is shared', async () => {
    expect(published([await play(open(), job('flushes'))], 'seen')).toEqual([[false, 2], [false]]);
  });

  it('fails a strategy that keeps what cannot be kept', async () => {
    const { ending } = await play(open(), job('keepsFunctions'));
    const message = expect.stringContaining('value.onFill is the function onFill');
    expect(ending).toMatchObject({ outcome: { status: 'failed', failure: { code: 'UnkeepableValue', message } } });
  });

  it('says of every job that uses values that its result is not to be kept', async () => {
    const { ending } = await play(open(), job('reads'));
    expect(ending).toMatchObject({ recorded: { impurities: ['it uses this.cache'] } });
  });
}
