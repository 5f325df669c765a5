import { beforeAll, describe, expect, it } from 'vitest';
import type { StrategyBundle } from '../../../../src/run/ports.ts';
import { createLastingProject } from '../support/project.ts';

/** A strategy whose module begins with `top`, and that runs `hook` before each bar. */
function strategy(top: string, hook = '', members = ''): string {
  return `import { categorical, float, indicator, int, Strategy, ta } from 'jbt-runner';
${top}
export default class Sample extends Strategy {
  shouldLong() { return false; }
  goLong() {}
  before() { ${hook} }
  ${members}
}
`;
}

/** Modules that keep nothing, whatever their functions do while a backtest is played. */
const SHARED: Readonly<Record<string, string>> = {
  constants: strategy(
    'const FEE = 0.1; const DOUBLE = 2 * FEE; export const NAME = "fee " + FEE;',
    'this.log(NAME + DOUBLE);',
  ),
  table: strategy(
    'const WEIGHTS = [1, 2, 3];',
    'this.log(String(WEIGHTS[0] + WEIGHTS.length + Math.max(...WEIGHTS)));',
  ),
  tableMethods: strategy(
    'const WEIGHTS = [1, 2, 3];',
    'this.x = WEIGHTS.map((w) => w * 2).reduce((a, b) => a + b) + WEIGHTS.slice(1).length; for (const w of WEIGHTS) this.x += w;',
  ),
  nested: strategy('const LEVELS = { near: { at: 1 }, far: { at: 2 } };', 'this.x = LEVELS.near.at + LEVELS.far.at;'),
  rows: strategy(
    'const ROWS = [{ at: 1 }, { at: 2 }];',
    'for (const row of ROWS) this.x = row.at; this.y = ROWS.some((row) => row.at > 1);',
  ),
  helpers: strategy(
    'function half(x) { return x / 2; }\nconst twice = (x) => half(x) * 4;',
    'this.x = [1, 2].map(twice);',
  ),
  tools: strategy(
    'const tools = { mean: (xs) => xs.reduce((a, b) => a + b, 0) / xs.length };',
    'this.x = tools.mean([1, 2]);',
  ),
  sets: strategy(
    'const DAYS = new Set([1, 2]); const NAMES = new Map([[1, "a"]]);',
    'this.x = DAYS.has(1) || NAMES.get(1);',
  ),
  regex: strategy('const CODE = /^[A-Z]+$/;', 'this.x = CODE.test(this.symbol) || "a".replace(CODE, "b");'),
  frozen: strategy('const RISK = Object.freeze({ most: 2 });', 'this.x = RISK; this.y = [RISK];'),
  parameters: `import { categorical, float, int, Strategy } from 'jbt-runner';
const PARAMETERS = { fast: int(2, 9, 3), risk: float(0, 1, 0.5), side: categorical(['long', 'short']) };
export default class Sample extends Strategy.with(PARAMETERS) { shouldLong() { return this.hp.fast > 3; } goLong() {} }`,
  namespace: `import * as jbt from 'jbt-runner';
export default class Sample extends jbt.Strategy.with({ fast: jbt.int(2, 9, 3) }) {
  fast = this.indicator(jbt.ta.ema);
  shouldLong() { return jbt.isPriceNear(this.price, 1); }
  goLong() {}
}`,
  bases: `import { int, Strategy } from 'jbt-runner';
class Base extends Strategy.with({ fast: int(2, 9, 3) }) { static LIMIT = 3; shouldLong() { return Base.LIMIT > 3; } }
export default class Sample extends Base { goLong() {} }`,
  indicator: strategy(
    'const MOVE = indicator({ name: "move", parameters: { n: 1 }, outputs: ["value"], formula: "", source: "", warmup: () => 1, compute: (c) => ({ value: c.close.map((x, i) => x - c.open[i]) }) });',
    '',
    'move = this.indicator(MOVE);',
  ),
  handedOn: strategy(
    'const TERMS = { near: { weak: 40 }, far: { weak: 42 } };\nfunction weakOf({ weak }) { return weak; }',
    'this.x = weakOf(this.terms) + Object.entries(TERMS).length;',
    'terms = TERMS.near;',
  ),
  ownState: strategy(
    '',
    'this.seen.push(this.index); this.vars.n = 1; const m = new Map(); m.set(1, 2);',
    'seen = []; count = 0;',
  ),
  imported: strategy(
    'import { join } from "node:path"; const { ema } = ta; const atr = ta.atr;',
    'this.x = join("a", "b");',
    'fast = this.indicator(ema); range = this.indicator(atr);',
  ),
};

const ENUMS = `import { Strategy } from 'jbt-runner';
enum Side { Long = 'long', Short = 'short' }
enum Step { One = 1, Two }
export default class Sample extends Strategy {
  shouldLong() { return Object.keys(Side).length > 1 && Step[this.index] !== undefined; }
  goLong() {}
}
`;

/** Modules that may remember one backtest in the next, and the words that say why. */
const ANEW: Readonly<Record<string, readonly [source: string, why: RegExp]>> = {
  counter: [strategy('let begun = 0;', 'begun += 1;'), /its variable begun is assigned \(strategies\/counter\.js:6\)/],
  exportedLet: [strategy('export let begun = 0;', 'begun++;'), /begun is assigned/],
  destructured: [strategy('let a = 0, b = 0;', '[a, { b }] = [1, { b: 2 }];'), /is assigned/],
  staticField: [strategy('class Count { static n = 0; }', 'Count.n++;'), /Count\.n is assigned/],
  staticOfItself: [strategy('', 'Sample.n++;', 'static n = 0;'), /n is assigned/],
  privateStatic: [strategy('', 'Sample.#n++;', 'static #n = 0;'), /#n is assigned/],
  staticByThis: [
    strategy('class Count { static n = 0; static up() { return this.n++; } }', 'Count.up();'),
    /static method/,
  ],
  staticNew: [strategy('class Count { static up() { this.m = 1; } }', 'Count.up();'), /static method/],
  staticBlock: [strategy('class Count { static { this.n = 1; } }', 'new Count();'), /static block/],
  staticList: [strategy('class Count { static list = []; }', 'Count.list.push(1);'), /list is changed/],
  memoMap: [strategy('const memo = new Map();', 'memo.set(this.index, 1);'), /memo is changed/],
  weakMap: [strategy('const memo = new WeakMap();', 'memo.set(this, 1);'), /makes an object when it is loaded/],
  pushed: [strategy('const list = [];', 'list.push(1);'), /list is changed/],
  element: [strategy('const list = [0];', 'list[0] += 1;'), /list is changed/],
  property: [strategy('const state = { n: 0 };', 'state.n++;'), /state is changed/],
  inner: [strategy('const state = { list: [] };', 'state.list.push(1);'), /state is changed/],
  deleted: [strategy('const state = { n: 0 };', 'delete state.n;'), /state is changed/],
  sorted: [strategy('const list = [3, 1];', 'list.sort();'), /list is changed/],
  aliased: [strategy('const state = { n: 0 };', 'const s = state; s.n++;'), /is changed/],
  rowChanged: [strategy('const ROWS = [{ n: 0 }];', 'for (const row of ROWS) row.n++;'), /is changed/],
  rowInCallback: [strategy('const ROWS = [{ n: 0 }];', 'ROWS.forEach((row) => { row.n++; });'), /is changed/],
  argumentsObject: [
    strategy('const list = [0];\nfunction up() { arguments[2][0] += 1; }', 'list.forEach(up);'),
    /passes it on/,
  ],
  restParameter: [strategy('const list = [0];', 'list.forEach((...all) => { all[2].push(1); });'), /passes it on/],
  orElse: [
    strategy('const list = [];\nfunction add(xs) { xs.push(1); return xs; }', 'const all = add(list || []);'),
    /passed on/,
  ],
  innerName: [
    strategy('const up = function count() { count.n = (count.n ?? 0) + 1; return count.n; };', 'up();'),
    /count is used/,
  ],
  methodObject: [strategy('', 'this.tell.n = (this.tell.n ?? 0) + 1;', 'tell() {}'), /a method may be used/],
  methodAlias: [strategy('', 'const { tell } = this; tell.n = 1;', 'tell() {}'), /a method may be used/],
  methodByName: [strategy('', 'this["te" + "ll"].n = 1;', 'tell() {}'), /a method may be used/],
  randomBytes: [
    strategy('const bytes = new Uint8Array([1]);', 'crypto.getRandomValues(this.bytes);', 'bytes = bytes;'),
    /passed on/,
  ],
  calledOn: [
    strategy('const list = [];', 'const push = list.push; this.x = [list]; push.call(this.x[0], 1);'),
    /passed on/,
  ],
  boundThis: [strategy('const state = { n: 0 };', '[1].forEach(function () { this.n += 1; }, state);'), /passed on/],
  changedInside: [
    strategy('const TERMS = { near: { weak: 40 } };', 'this.terms.weak += 1;', 'terms = TERMS.near;'),
    /passed on/,
  ],
  passedOn: [strategy('const list = [];\nfunction add(xs) { xs.push(1); }', 'add(list);'), /passed on/],
  returned: [strategy('const list = [];\nfunction get() { return list; }', 'get().push(1);'), /passed on/],
  field: [strategy('const list = [];', 'this.list.push(1);', 'list = list;'), /passed on/],
  defaultValue: [strategy('const list = [];\nfunction add(xs = list) { xs.push(1); }', 'add();'), /passed on/],
  assigned: [strategy('const state = { n: 0 };', 'Object.assign(state, { n: 1 });'), /passed on/],
  thirdArgument: [strategy('const list = [0];', 'list.forEach((x, i, all) => { all[i]++; });'), /passes it on/],
  closure: [
    strategy('const memo = (() => { const m = new Map(); return (k) => m.set(k, 1).size; })();', 'this.x = memo(1);'),
    /runs code/,
  ],
  factory: [
    strategy('function make() { let n = 0; return () => n++; }\nconst next = make();', 'this.x = next();'),
    /runs code/,
  ],
  functionObject: [strategy('function f() {}', 'f.count = (f.count ?? 0) + 1;'), /f is used as an object/],
  functionPassed: [
    strategy('function f() {}\nfunction count(g) { g.n = 1; }', 'count(f);'),
    /f may be used as an object/,
  ],
  methods: [strategy('const state = { n: 0, up() { return this.n++; } };', 'state.up();'), /methods that use this/],
  instance: [strategy('class Count { n = 0; }\nconst count = new Count();', 'count.n++;'), /makes an object/],
  generator: [
    strategy('function* count() { for (let i = 0; ; i++) yield i; }\nconst counter = count();', 'counter.next();'),
    /runs code/,
  ],
  stickyRegex: [strategy('const WORD = /a/y;', 'WORD.test("aa");'), /remembers where it stopped/],
  globalRegex: [strategy('const WORD = /a/g;', 'WORD.test("aa");'), /remembers where it stopped/],
  taggedTemplate: [strategy('const parts = ((strings) => strings)`a`;', 'this.x = parts;'), /runs code/],
  sideEffect: [strategy('globalThis.count;'), /runs code when it is loaded/],
  branch: [strategy('if (Math.PI > 3) console.log("pi");'), /runs code when it is loaded/],
  awaited: [strategy('const half = await Promise.resolve(0.5);', 'this.x = half;'), /runs code when it is loaded/],
  prototypes: [strategy('class Count {}', 'Count.prototype.n = 1;'), /uses \.prototype/],
  constructors: [strategy('', 'this.constructor.n = 1;'), /uses \.constructor/],
  evaluated: [strategy('', 'eval("1");'), /calls eval/],
  classPassed: [strategy('class Count {}\nfunction up(C) { C.n = 1; }', 'up(Count);'), /class Count may be changed/],
  classParameters: [
    strategy('', 'Sample.parameters.fast.default = 2;', 'static parameters = { fast: int(1, 9, 2) };'),
    /changed|assigned/,
  ],
  json: [strategy('import data from "./data.json";', 'data.list.push(1);'), /is changed/],
  commonJs: [
    strategy('import state from "./state.cjs";', 'state.n++;'),
    /imports a module of CommonJS \(strategies\/state\.cjs:1\)/,
  ],
  helperModule: [
    strategy('import { up } from "./counting.js";', 'up();'),
    /n is assigned \(strategies\/counting\.js:2\)/,
  ],
  mixin: [strategy('const Base = ((B) => class extends B {})(Strategy);', 'this.x = Base;'), /runs code/],
};

const BESIDE: Readonly<Record<string, string>> = {
  'strategies/data.json': '{ "list": [1] }',
  'strategies/state.cjs': 'module.exports = { n: 0 };',
  'strategies/counting.js': 'let n = 0;\nexport function up() { n++; return n; }\n',
};

describe('a strategy', () => {
  let bundle: StrategyBundle;

  beforeAll(async () => {
    const anew = Object.entries(ANEW).map(([name, [source]]) => [name, source] as const);
    const scripts = [...Object.entries(SHARED), ...anew].map(([name, source]) => [`strategies/${name}.js`, source]);
    const project = createLastingProject({ ...Object.fromEntries(scripts), ...BESIDE, 'strategies/enums.ts': ENUMS });
    ({ bundle } = await project.load([...Object.keys(SHARED), ...Object.keys(ANEW), 'enums']));
    return () => project.remove();
  });

  function warningsOf(name: string): readonly string[] {
    return bundle.strategies.find((each) => each.name === name)?.warnings ?? ['there is no such strategy'];
  }

  it.each([...Object.keys(SHARED), 'enums'])('whose module keeps nothing is shared by all jobs: %s', (name) => {
    expect(warningsOf(name)).toEqual([]);
  });

  it.each(Object.entries(ANEW))(
    'whose module may keep something is evaluated anew, and says why: %s',
    (name, [, why]) => {
      expect(warningsOf(name)).toEqual([
        expect.stringMatching(
          /^is evaluated anew for each backtest, which takes longer: .* \(strategies\/\w+\.c?js:\d+\)$/,
        ),
      ]);
      expect(warningsOf(name)[0]).toMatch(why);
    },
  );
});
