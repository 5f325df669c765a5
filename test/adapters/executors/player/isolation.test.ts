import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createInlineExecutor } from '../../../../src/adapters/executors/inline.ts';
import { createPiscinaExecutor } from '../../../../src/adapters/executors/piscina/executor.ts';
import { sha256 } from '../../../../src/adapters/system/digest.ts';
import { valuesV8 } from '../../../../src/adapters/system/value-codec.ts';
import type { Job } from '../../../../src/model/job.ts';
import type { Ending, Executor, SharedInputs } from '../../../../src/run/ports.ts';
import { closing, jobOf, play, randomWalkStage } from '../../../conformance/executor/support.ts';
import { createLastingProject } from '../../strategies/support/project.ts';

/** Trades as much as `n` says, which is one more each time that a backtest begins. */
function counting(top: string, n: string, members = ''): string {
  return `import { indicator, int, Strategy, ta } from 'jbt-runner';
${top}
export default class Counting extends Strategy {
  n = ${n};
  shouldLong() { return this.index % 40 === 0; }
  goLong() { this.buy = [this.n, this.price]; }
  onOpenPosition() { this.takeProfit = [this.position.qty, this.price * 1.01]; }
  ${members}
}
`;
}

/** State that would carry over from one backtest to the next, in all the places where it can hide. */
const COUNTING: Readonly<Record<string, string>> = {
  none: counting('', '1'),
  variable: counting('let n = 0;', '++n'),
  staticField: counting('class Count { static n = 0; }', '++Count.n'),
  privateStatic: counting('', 'Counting.next()', 'static #n = 0; static next() { return ++Counting.#n; }'),
  staticBlock: counting('class Count { static { this.n = 0; } }', '++Count.n'),
  list: counting('const seen = [];', 'seen.push(1)'),
  object: counting('const state = { n: 0 };', '++state.n'),
  map: counting('const memo = new Map();', 'memo.set(memo.size, 1).size'),
  weakMap: counting(
    'const key = {}; const memo = new WeakMap([[key, 0]]);',
    'memo.set(key, memo.get(key) + 1).get(key)',
  ),
  closure: counting('const next = (() => { let n = 0; return () => ++n; })();', 'next()'),
  innerName: counting('const count = function next() { next.n = (next.n ?? 0) + 1; return next.n; };', 'count()'),
  methodObject: counting('', '(this.tell.n = (this.tell.n ?? 0) + 1)', 'tell() {}'),
  functionObject: counting('function count() { count.n = (count.n ?? 0) + 1; return count.n; }', 'count()'),
  generator: counting('const numbers = (function* () { for (let n = 1; ; n++) yield n; })();', 'numbers.next().value'),
  regex: counting('const letter = /a/g;', '(letter.test("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), letter.lastIndex)'),
  json: counting('import data from "./data.json";', 'data.list.push(1)'),
  commonJs: counting('import state from "./state.cjs";', '++state.n'),
  helper: counting('import { up } from "./counter-helper.js";', 'up()'),
  parameters: counting('', 'Counting.parameters.n.default++', 'static parameters = { n: int(1, 999, 1) };'),
  environment: counting('', '(process.env.JBT_N = Number(process.env.JBT_N ?? 0) + 1, Number(process.env.JBT_N))'),
  lastMatch: counting('', '(RegExp.$1 === "x" ? 9 : (/(x)/.test("x"), 1))'),
  candles: counting(
    'const spoil = indicator({ name: "spoil", parameters: {}, outputs: ["value"], formula: "", source: "", warmup: () => 0, compute: (c) => { c.close.fill(c.close[0] + 1); c.high.fill(9); return { value: c.close }; } });',
    '1',
    'spoilt = this.indicator(spoil);',
  ),
  awaited: counting('const one = await Promise.resolve(1); let n = 0;', '(n += one)'),
};

const BESIDE: Readonly<Record<string, string>> = {
  'strategies/data.json': '{ "list": [] }',
  'strategies/state.cjs': 'module.exports = { n: 0 };',
  'strategies/counter-helper.js': 'let n = 0;\nexport function up() { n += 1; return n; }\n',
};

/** Changes of what all backtests share. */
const PATCHES: Readonly<Record<string, string>> = {
  arrayMethod: 'Array.prototype.push = function () { return 0; };',
  arrayAddition: 'Array.prototype.last = function () { return this[0]; };',
  arrayGetter: 'Object.defineProperty(Array.prototype, "map", { get: () => () => [] });',
  arrayStatic: 'Array.isArray = () => false;',
  objectPrototype: 'Object.prototype.extra = 1;',
  objectStatic: 'Object.entries = () => [];',
  mapMethod: 'Map.prototype.get = () => undefined;',
  setMethod: 'Set.prototype.has = () => true;',
  maths: 'Math.max = () => 1;',
  json: 'JSON.stringify = () => "{}";',
  dateStatic: 'Date.UTC = () => 0;',
  dateMethod: 'Date.prototype.toISOString = () => "";',
  numberMethod: 'Number.prototype.toString = () => "1";',
  stringMethod: 'String.prototype.split = () => [];',
  regexMethod: 'RegExp.prototype.exec = () => null;',
  promiseMethod: 'Promise.prototype.then = function () { return this; };',
  typedArray: 'Object.getPrototypeOf(Float64Array.prototype).at = () => 1;',
  symbols: 'Symbol.prototype.extra = 1;',
  reflection: 'Reflect.get = () => 1;',
  locale: 'Intl.NumberFormat = class {};',
  stackTraces: 'Error.prepareStackTrace = () => "";',
  errorMethod: 'Error.prototype.toString = () => "";',
  functionMethod: 'Function.prototype.apply = () => 1;',
  functionObject: 'Array.prototype.push.count = 1;',
  iterators: 'Object.getPrototypeOf([].values()).next = () => ({ done: true });',
  removed: 'delete Array.prototype.map;',
  swappedPrototype: 'Object.setPrototypeOf(Array.prototype, { extra: 1 });',
  newGlobal: 'globalThis.extra = 1;',
  globalChanged: 'globalThis.Math = {};',
  globalRemoved: 'delete globalThis.Map;',
  process: 'process.hrtime = () => 0;',
  console: 'console.log = () => {};',
  timers: 'setTimeout.extra = 1;',
  importMeta: 'import.meta.n = 1;',
  beforeAnImport: 'Array.prototype.flat = () => []; import("node:zlib");',
  killing: 'process.kill(process.pid);',
  closing: 'fs.closeSync(19);',
  fileSystem: 'fs.readFileSync = () => "";',
  emitter: 'EventEmitter.prototype.emit = () => true;',
  indicators: 'ta.ema.columns = () => ({});',
  indicatorSpec: 'ta.ema.spec.parameters.period = 99;',
  strategies: 'Strategy.prototype.log = () => {};',
  strategyBase: 'Object.getPrototypeOf(Strategy.prototype).extra = 1;',
  candleViews: 'Object.getPrototypeOf(this.candles).at = () => ({});',
  positions: 'Object.getPrototypeOf(this.position).extra = 1;',
  orders: 'Object.getPrototypeOf(this.store).extra = 1;',
};

/** Walks everything that a strategy can reach by properties and calls nothing, and names classes whose prototypes can grow. */
const EXPLORING = counting(
  `function explore(root) {
  const seen = new Set();
  const open = new Set();
  const visit = (object, depth) => {
    if ((typeof object !== 'object' && typeof object !== 'function') || object === null || seen.has(object)) return;
    seen.add(object);
    for (let at = object; at !== null; at = Object.getPrototypeOf(at)) {
      if (at !== object && Object.isExtensible(at)) open.add(at.constructor.name);
      if (depth === 0) continue;
      for (const key of Reflect.ownKeys(at)) {
        try { visit(object[key], depth - 1); } catch {}
      }
    }
  };
  visit(root, 4);
  return [...open].sort().join(' ');
}`,
  '1',
  'before() { if (this.index === 50) this.log(explore(this)); }',
);

/** Replacing a thread takes time: one patch in three shows what happens to those that are swallowed. */
const SOME = Object.keys(PATCHES).filter((_, index) => index % 3 === 0);

function patching(patch: string): string {
  return counting(
    `import fs from 'node:fs'; import { EventEmitter } from 'node:events';`,
    '1',
    `before() { if (this.index === 1) { ${patch} } }`,
  );
}

function swallowing(patch: string): string {
  return counting(
    `import fs from 'node:fs'; import { EventEmitter } from 'node:events';`,
    '1',
    `before() { if (this.index === 1) try { ${patch} } catch {} }`,
  );
}

const onThreads = (shared: SharedInputs, threads: number): Executor =>
  createPiscinaExecutor({
    threads,
    shared,
    values: null,
    timeoutMs: null,
    stallMs: null,
    warn: () => {},
    graceMs: 200,
    memoryLimitMb: 256,
  });
const inMainThread = (shared: SharedInputs): Executor =>
  createInlineExecutor({ shared, values: null, digest: sha256, codec: valuesV8, timeoutMs: null });

const MAKERS: readonly (readonly [string, (shared: SharedInputs) => Executor])[] = [
  ['on one thread', (shared) => onThreads(shared, 1)],
  ['on two threads', (shared) => onThreads(shared, 2)],
  ['in the main thread', inMainThread],
];

function hashOf(ending: Ending): string {
  if (ending.kind === 'died') return `died: ${ending.failure.message}`;
  return ending.outcome.status === 'done' ? ending.outcome.result.hash : JSON.stringify(ending.outcome);
}

/** Plays as a coordinator does: one job for each thread at a time. */
async function playAll(executor: Executor, jobs: readonly Job[]): Promise<ReadonlyMap<Job, Ending>> {
  const waiting = [...jobs];
  const endings = new Map<Job, Ending>();
  const keepBusy = async (): Promise<void> => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      endings.set(job, (await play(executor, job)).ending);
    }
  };
  await Promise.all(Array.from({ length: executor.threads }, keepBusy));
  return endings;
}

describe('a result depends on the inputs of its job alone', () => {
  let shared: SharedInputs;
  /** Result of each strategy when it is the first that its thread plays. */
  let undisturbed: Readonly<Record<string, string>>;

  beforeAll(async () => {
    const strategies = {
      ...COUNTING,
      ...Object.fromEntries(Object.entries(PATCHES).map(([name, patch]) => [`patch-${name}`, patching(patch)])),
      ...Object.fromEntries(SOME.map((name) => [`swallow-${name}`, swallowing(PATCHES[name])])),
    };
    const files = Object.entries({ ...strategies, exploring: EXPLORING }).map(([name, source]) => [
      `strategies/${name}.js`,
      source,
    ]);
    const project = createLastingProject({ ...BESIDE, ...Object.fromEntries(files) });
    const { bundle } = await project.load([...Object.keys(strategies), 'exploring']);
    shared = randomWalkStage({ bundles: bundle.urls });
    const hashes: Record<string, string> = {};
    for (const name of Object.keys(COUNTING)) {
      const fresh = inMainThread(randomWalkStage({ bundles: bundle.urls }));
      hashes[name] = hashOf((await play(fresh, jobOf(name, {}, 3))).ending);
    }
    undisturbed = hashes;
    return () => project.remove();
  });

  it('that were made for it: without state all of them trade the same', () => {
    expect(undisturbed.none).toMatch(/^[0-9a-f]{64}$/);
    expect(undisturbed).toEqual(Object.fromEntries(Object.keys(COUNTING).map((name) => [name, undisturbed.none])));
  });

  it('because no object that a strategy reaches and that others use can grow', async () => {
    const { facts } = await play(closing(onThreads(shared, 1)), jobOf('exploring', {}, 3));
    expect(facts).toMatchObject([{ kind: 'log', message: 'Counting' }]);
  });

  it.each(MAKERS)('whatever its module remembers, in any order, %s', async (_where, make) => {
    const executor = closing(make(shared));
    const names = [...Object.keys(COUNTING), ...Object.keys(COUNTING)];
    const orders = fc.shuffledSubarray(names, { minLength: names.length });
    await fc.assert(
      fc.asyncProperty(orders, async (order) => {
        const jobs = order.map((name) => jobOf(name, {}, 3));
        for (const [{ routes }, ending] of await playAll(executor, jobs)) {
          expect([routes[0].strategy, hashOf(ending)]).toEqual([routes[0].strategy, undisturbed[routes[0].strategy]]);
        }
      }),
      { numRuns: 2 },
    );
  });

  it.each(MAKERS)('whatever others do to what they share, %s: who does it fails', async (_where, make) => {
    const executor = closing(make(shared));
    const jobs = Object.keys(PATCHES).flatMap((name) => [jobOf(`patch-${name}`, {}, 3), jobOf('none', {}, 3)]);
    for (const [{ routes }, ending] of await playAll(executor, jobs)) {
      const { strategy } = routes[0];
      if (strategy === 'none') expect(hashOf(ending)).toBe(undisturbed.none);
      else
        expect([strategy, ending]).toMatchObject([
          strategy,
          { kind: 'outcome', outcome: { status: 'failed' }, recorded: null },
        ]);
    }
  });

  it.each([MAKERS[0], MAKERS[2]])(
    'and what others do without success is as if it had not been, %s',
    async (_where, make) => {
      const executor = closing(make(shared));
      const jobs = SOME.flatMap((name) => [jobOf(`swallow-${name}`, {}, 3), jobOf('none', {}, 3)]);
      for (const [{ routes }, ending] of await playAll(executor, jobs)) {
        const { strategy } = routes[0];
        const isFailed = ending.kind === 'outcome' && ending.outcome.status === 'failed';
        if (strategy === 'none' || !isFailed) expect([strategy, hashOf(ending)]).toEqual([strategy, undisturbed.none]);
        else
          expect(ending).toMatchObject({
            outcome: { failure: { message: expect.stringMatching(/^strategies may not change/) } },
          });
      }
    },
  );
});
