import { beforeAll, describe, expect, it } from 'vitest';
import { createInlineExecutor } from '../../../../src/adapters/executors/inline.ts';
import { createPiscinaExecutor } from '../../../../src/adapters/executors/piscina/executor.ts';
import { sha256 } from '../../../../src/adapters/system/digest.ts';
import { valuesV8 } from '../../../../src/adapters/system/value-codec.ts';
import type { Executor, SharedInputs } from '../../../../src/run/ports.ts';
import { closing, jobOf, play, randomWalkStage } from '../../../conformance/executor/support.ts';
import { createLastingProject, strategySource } from '../../strategies/support/project.ts';

/** A strategy that does something in each bar, on its fifth line. */
function inEachBar(expression: string, imports = ''): string {
  return `${imports}\n${strategySource(`  before(): void { this.vars.last = ${expression}; }`)}`;
}

const PURE: Readonly<Record<string, string>> = {
  dates: inEachBar(
    '[new Date(this.time).getUTCHours(), Date.UTC(2023, 7), Date.parse("2023-08-01"), new Date(2023, 7, 1)]',
  ),
  subclass: inEachBar('new (class Moment extends Date { later() { return +this + 1; } })(this.time).later()'),
  seeded: inEachBar('[this.random(), Math.max(1, 2), structuredClone(new Date(5)) instanceof Date]'),
  logs: inEachBar('this.log("bar")'),
  paths: inEachBar(
    '[join("a", "b"), createHash("sha256").update("a").digest("hex")]',
    `import { join } from 'node:path'; import { createHash } from 'node:crypto';`,
  ),
  dateTexts: inEachBar('[new Intl.DateTimeFormat("en").format(this.time), new Intl.NumberFormat("en").format(1)]'),
  mathsAsValue: inEachBar('(({ max, PI }, M) => max(PI, M.floor(2.5)))(Math, Math)'),
  bytesOfText: inEachBar(
    '[Buffer.from("a").toString("hex"), new TextEncoder().encode("a"), new URL("http://a/b").host]',
  ),
  emitters: inEachBar(
    '(() => { class Bus extends EventEmitter {} const bus = new Bus(); let n = 0; bus.on("a", () => n++); bus.emit("a"); return [n, format("%d", n), bus instanceof EventEmitter]; })()',
    `import { EventEmitter } from 'node:events'; import { format } from 'node:util';`,
  ),
  instances: inEachBar(
    '[console.log === console.log, [] instanceof Object, (() => 1) instanceof Function, globalThis.Math.max(1, 2)]',
  ),
  prints: inEachBar('this.index === 0 && console.error("printed by a strategy")'),
};

const IMPURE: Readonly<Record<string, readonly [source: string, note: string]>> = {
  clock: [inEachBar('Date.now()'), 'Date.now()'],
  date: [inEachBar('new Date()'), 'new Date()'],
  dateText: [inEachBar('Date()'), 'Date()'],
  dateByProxy: [inEachBar('[0].map(Date.now)'), 'Date.now()'],
  subclassNow: [inEachBar('new (class Moment extends Date {})()'), 'new Date()'],
  stopwatch: [inEachBar('performance.now()'), 'performance.now()'],
  chance: [inEachBar('Math.random()'), 'Math.random()'],
  uuid: [inEachBar('crypto.randomUUID()'), 'crypto.randomUUID()'],
  bytes: [inEachBar('randomBytes(4)', `import { randomBytes } from 'node:crypto';`), 'crypto.randomBytes()'],
  environment: [inEachBar('process.env.HOME'), 'process.env.HOME'],
  environments: [inEachBar('Object.keys(process.env).length'), 'process.env'],
  file: [inEachBar('existsSync("/")', `import { existsSync } from 'node:fs';`), 'fs.existsSync()'],
  fileDefault: [inEachBar('fs.readdirSync("/")', `import fs from 'fs';`), 'fs.readdirSync()'],
  machine: [inEachBar('os.freemem()', `import * as os from 'node:os';`), 'os.freemem()'],
  filePromises: [inEachBar('fs.promises.stat("/")', `import fs from 'node:fs';`), 'fs.promises.stat()'],
  ownRequire: [
    inEachBar('createRequire("/")("os")', `import { createRequire } from 'node:module';`),
    'module.createRequire()',
  ],
  anyImport: [inEachBar('import(["/", "nowhere"].join("")).catch(() => {})'), 'import()'],
  builtinModule: [inEachBar('process.getBuiltinModule?.("os")'), 'process.getBuiltinModule()'],
  presentText: [inEachBar('new Intl.DateTimeFormat("en").format()'), 'Intl.DateTimeFormat.format()'],
  processId: [inEachBar('process.pid'), 'process.pid'],
  memory: [inEachBar('process.memoryUsage().rss'), 'process.memoryUsage()'],
  nanoseconds: [inEachBar('process.hrtime.bigint()'), 'process.hrtime.bigint()'],
  version: [inEachBar('process.versions.node'), 'process.versions.node'],
  origin: [inEachBar('performance.timeOrigin'), 'performance.timeOrigin'],
  thread: [inEachBar('threadId', `import { threadId } from 'node:worker_threads';`), 'worker_threads.threadId'],
  event: [inEachBar('new Event("a").timeStamp'), 'Event()'],
  heap: [inEachBar('v8.getHeapStatistics()', `import v8 from 'node:v8';`), 'v8.getHeapStatistics()'],
  weakly: [inEachBar('new WeakRef(this).deref()'), 'WeakRef()'],
  waiting: [inEachBar('Atomics.load(new Int32Array(1), 0)'), 'Atomics.load()'],
  timer: [inEachBar('clearTimeout(setTimeout(() => {}, 1))').replace('clearTimeout(', '('), 'setTimeout()'],
  webCrypto: [inEachBar('crypto.getRandomValues(new Uint8Array(4))'), 'crypto.getRandomValues()'],
  evaluated: [inEachBar('eval("1")'), 'eval()'],
  mathsAlias: [inEachBar('((M) => M.random())(Math)'), 'Math.random()'],
  mathsPart: [inEachBar('(({ random }) => random())(Math)'), 'Math.random()'],
  byName: [inEachBar('Reflect.get(globalThis, "Math").random()'), 'Math.random()'],
  workingFolder: [inEachBar('resolve("a")', `import { resolve } from 'node:path';`), 'path.resolve()'],
  leftoversOfModule: [
    inEachBar('Buffer.allocUnsafe(8)', `import { Buffer } from 'node:buffer';`),
    'Buffer.allocUnsafe()',
  ],
  nodeProcess: [inEachBar('process.env.HOME', `import process from 'node:process';`), 'process.env.HOME'],
  leftovers: [inEachBar('Buffer.allocUnsafe(8)'), 'Buffer.allocUnsafe()'],
  madeByAFunction: [inEachBar('(() => 1).constructor("return 1")()'), 'Function()'],
  built: [inEachBar(`new Function('return Math.random()')()`), 'Function()'],
};

const MAKERS: readonly (readonly [string, (shared: SharedInputs) => Executor])[] = [
  [
    'on threads',
    (shared) =>
      createPiscinaExecutor({
        threads: 1,
        shared,
        values: null,
        timeoutMs: null,
        stallMs: null,
        warn: () => {},
        graceMs: 200,
        memoryLimitMb: 256,
      }),
  ],
  [
    'in the main thread',
    (shared) => createInlineExecutor({ shared, values: null, digest: sha256, codec: valuesV8, timeoutMs: null }),
  ],
];

async function sharedInputsOf(
  sources: readonly (readonly [string, string])[],
): Promise<{ shared: SharedInputs; remove(): void }> {
  const project = createLastingProject(
    Object.fromEntries(sources.map(([name, source]) => [`strategies/${name}.ts`, source])),
  );
  const { bundle } = await project.load(sources.map(([name]) => name));
  return {
    shared: randomWalkStage({ bundles: bundle.urls }),
    remove: () => project.remove(),
  };
}

async function notesOf(executor: Executor, strategy: string): Promise<readonly string[]> {
  const { ending } = await play(executor, jobOf(strategy, {}, 1));
  if (ending.kind === 'died') throw new Error(ending.failure.message);
  if (ending.recorded === null) throw new Error(JSON.stringify(ending.outcome));
  return ending.recorded.impurities;
}

describe.each(MAKERS)('what strategies take from impurityWatch, played %s,', (where, make) => {
  let executor: Executor;

  beforeAll(async () => {
    const impure = Object.entries(IMPURE).map(([name, [source]]) => [name, source] as const);
    const { shared, remove } = await sharedInputsOf([...Object.entries(PURE), ...impure]);
    executor = make(shared);
    return async () => {
      await executor.close();
      remove();
    };
  });

  it.each(Object.keys(PURE))('is nothing for one that %s', async (strategy) => {
    expect(await notesOf(executor, strategy)).toEqual([]);
  });

  it.each(Object.entries(IMPURE))('is noted for one of %s, with its place', async (strategy, [, what]) => {
    if (strategy === 'madeByAFunction' && where === 'in the main thread') return;
    const [note, ...more] = await notesOf(executor, strategy);
    expect(note.startsWith(`it uses ${what} (`)).toBe(true);
    expect(note).toMatch(new RegExp(`strategies/${strategy}\\.ts:\\d+\\)$|bundle\\)$`));
    expect(more).toEqual([]);
    expect(await notesOf(executor, 'dates')).toEqual([]);
  });

  it('is noted for all jobs when it happens while strategies are loaded', async () => {
    const source = `const started = Date.now();\n${strategySource('  before(): void { this.vars.started = started; }')}`;
    const { shared, remove } = await sharedInputsOf([['early', source]]);
    const once = closing(make(shared));
    for (let round = 0; round < 2; round++) {
      expect(await notesOf(once, 'early')).toEqual([
        expect.stringMatching(/^it uses Date\.now\(\) \(.*(?:early\.ts:1|bundle)\)$/),
      ]);
    }
    remove();
  });

  it('leaves the globals of the main thread as they were', async () => {
    const before = [Date, Date.now, Math.random, performance.now, process.env, process.hrtime];
    const { shared, remove } = await sharedInputsOf([['date', IMPURE.date[0]]]);
    const other = make(shared);
    await notesOf(other, 'date');
    await other.close();
    remove();
    expect([Date, Date.now, Math.random, performance.now, process.env, process.hrtime]).toEqual(before);
  });
});
