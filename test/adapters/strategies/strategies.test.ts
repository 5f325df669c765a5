import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { bundleStrategies } from '../../../src/adapters/strategies/strategies.ts';
import { sha256 } from '../../../src/adapters/system/digest.ts';
import { DAY } from '../../../src/model/time.ts';
import { createProject, strategySource } from './support/project.ts';

const TREND = `import { int, Strategy, ta } from 'jbt-runner';
import { far } from './lib/far.ts';

export default class TrendFollower extends Strategy.with({ fast: int(5, 50, 12) }) {
  average = this.indicator(ta.ema, { period: this.hp.fast });
  shouldLong() { return far(this.price); }
  goLong() { this.buy = [1, this.price]; }
}
`;
const FAR = 'export const far = (price: number): boolean => price > 100;\n';
const FILES = {
  'strategies/trend.ts': TREND,
  'strategies/lib/far.ts': FAR,
  'strategies/plain/index.js': strategySource('').replaceAll(/: (boolean|void)/g, ''),
};

describe('strategies that are in order', () => {
  it('are described by name, class and parameters', async () => {
    const { bundle, typesChecked } = await createProject(FILES).load(['trend', 'strategies/trend.ts', 'plain']);
    await typesChecked;
    const fast = { type: 'int', min: 5, max: 50, default: 12 };
    expect(bundle.strategies).toEqual([
      { name: 'plain', className: 'Sample', parameters: {}, defaults: {}, warnings: [] },
      {
        name: 'strategies/trend.ts',
        className: 'TrendFollower',
        parameters: { fast },
        defaults: { fast: fast.default },
        warnings: [],
      },
      {
        name: 'trend',
        className: 'TrendFollower',
        parameters: { fast },
        defaults: { fast: fast.default },
        warnings: [],
      },
    ]);
  });

  it('are described with what in them jbt passes over, also when they are not loaded again', async () => {
    const project = createProject({ 'strategies/x.ts': strategySource('  on_open_position(): void {}') });
    for (const _time of ['first', 'again']) {
      const { bundle } = await project.load(['x']);
      expect(bundle.strategies).toMatchObject([
        { warnings: ['jbt never calls on_open_position; did you mean onOpenPosition?'] },
      ]);
    }
  });

  it('are described without being loaded again', async () => {
    const source = strategySource('').replace(
      'export default',
      'for (const end = Date.now() + 300; Date.now() < end;);\nexport default',
    );
    const project = createProject({ 'strategies/slow.ts': source });
    const first = await project.load(['slow']);
    const again = await project.load(['slow'], 100);
    expect(again.bundle.strategies).toEqual(first.bundle.strategies);
  });

  it('have the name by which they are loaded, also when the same code was described under another', async () => {
    const project = createProject(FILES);
    const names = ['strategies/trend.ts', 'trend'];
    for (const name of names) expect((await project.load([name])).bundle.strategies).toMatchObject([{ name }]);
  });

  it('may be dated in the future, and import a data: URL', async () => {
    const project = createProject({
      'strategies/x.js':
        `import { one } from 'data:text/javascript,export const one = 1';\n${strategySource('  n = one;')}`.replaceAll(
          /: (boolean|void)/g,
          '',
        ),
    });
    const future = new Date(Date.now() + 365 * DAY);
    utimesSync(join(project.folder, 'strategies/x.js'), future, future);
    const { bundle } = await project.load(['x']);
    expect(bundle.strategies).toMatchObject([{ className: 'Sample' }]);
  });

  it('are refused when someone writes them as often as they are read', async () => {
    const project = createProject({ 'strategies/x.js': 'export default class {}' });
    let content = 'export default class {}';
    const writing = (digested: string | Uint8Array): string => {
      content = ` ${content}`;
      project.write('strategies/x.js', content);
      return sha256(digested);
    };
    const message = 'strategies/x.js is written while it is read, again and again: start when it is at rest';
    const bundlesDir = join(project.folder, '.jbt/bundles');
    const loading = bundleStrategies({ sets: [['x']], baseDir: project.folder, bundlesDir, digest: writing });
    await expect(loading).rejects.toMatchObject({ code: 'StrategyNotLoaded', message });
  });

  it('leave no bundles behind that nobody has used for a month', async () => {
    const project = createProject(FILES);
    await project.load(['trend']);
    const bundles = join(project.folder, '.jbt/bundles');
    const [old, recent] = ['old.mjs', 'recent.described'].map((name) => join(bundles, name));
    for (const [path, days] of [
      [old, 31],
      [recent, 29],
    ] as const) {
      writeFileSync(path, '');
      utimesSync(path, new Date(), new Date(Date.now() - days * DAY));
    }
    await project.load(['trend']);
    expect([existsSync(old), existsSync(recent)]).toEqual([false, true]);
  });

  it('have the same fingerprint in every folder, in every order and with other comments', async () => {
    const first = await createProject(FILES).load(['trend', 'plain']);
    const elsewhere = createProject({ ...FILES, 'strategies/trend.ts': `// The trend is your friend.\n${TREND}` });
    const second = await elsewhere.load(['plain', 'trend']);
    expect(second.bundle.fingerprint).toBe(first.bundle.fingerprint);
    expect(second.bundle.urls.trend).not.toBe(first.bundle.urls.trend);
  });

  it('have another fingerprint as soon as a file that they import changes', async () => {
    const project = createProject(FILES);
    const before = await project.load(['trend']);
    project.write('strategies/lib/far.ts', FAR.replace('100', '101'));
    const after = await project.load(['trend']);
    expect(after.bundle.fingerprint).not.toBe(before.bundle.fingerprint);
  });

  it('have each a fingerprint that changes with its own file, helpers and packages alone', async () => {
    const project = createProject({
      ...FILES,
      'node_modules/near/package.json': '{ "name": "near", "version": "1.0.0", "main": "near.cjs" }',
      'node_modules/near/near.cjs': 'exports.near = (price) => price < 10;',
      'strategies/near.ts': TREND.replaceAll('far', 'near').replace('./lib/near.ts', 'near').replace('Trend', 'Near'),
    });
    const all = ['trend', 'near', 'plain'];
    const changedBy = async (path: string, content: string): Promise<readonly string[]> => {
      const before = (await project.load(all)).bundle.fingerprints;
      project.write(path, content);
      const after = (await project.load(all)).bundle.fingerprints;
      return all.filter((name) => before[name] !== after[name]);
    };
    expect(await changedBy('strategies/trend.ts', TREND.replace('[1,', '[2,'))).toEqual(['trend']);
    expect(await changedBy('strategies/trend.ts', `// Two.\n${TREND.replace('[1,', '[2,')}`)).toEqual([]);
    expect(await changedBy('strategies/lib/far.ts', FAR.replace('100', '101'))).toEqual(['trend']);
    expect(await changedBy('node_modules/near/near.cjs', 'exports.near = (price) => price < 11;')).toEqual(['near']);
    expect(await changedBy('strategies/lib/unused.ts', FAR)).toEqual([]);
  });

  it('have the same fingerprints alone and in company, here and elsewhere', async () => {
    const together = await createProject(FILES).load(['trend', 'plain']);
    const alone = await createProject(FILES).load(['trend']);
    expect(alone.bundle.fingerprints).toEqual({ trend: together.bundle.fingerprints.trend });
  });

  it('carry their packages with them, even CommonJS that requires modules of Node', async () => {
    const project = createProject({
      'node_modules/far/package.json': '{ "name": "far", "version": "1.0.0", "main": "far.cjs" }',
      'node_modules/far/far.cjs': `const path = require('path'); exports.far = () => path.sep === '/';`,
      'strategies/trend.ts': TREND.replace('./lib/far.ts', 'far'),
    });
    const { bundle, typesChecked } = await project.load(['trend']);
    await typesChecked;
    expect(readFileSync(fileURLToPath(bundle.urls.trend), 'utf8')).toContain(`path.sep === "/"`);
  });

  it('keep their class names when two files use the same', async () => {
    const source = strategySource('', 'Twin');
    const project = createProject({ 'strategies/a.ts': source, 'strategies/b.ts': source });
    const { bundle } = await project.load(['a', 'b']);
    expect(bundle.strategies.map(({ className }) => className)).toEqual(['Twin', 'Twin']);
    expect(bundle.urls.a).not.toBe(bundle.urls.b);
  });

  it('leave one whole file behind', async () => {
    const project = createProject(FILES);
    const { bundle, typesChecked } = await project.load(['trend']);
    await typesChecked;
    const left = readdirSync(join(project.folder, '.jbt/bundles')).filter(
      (name) => !/\.(?:checked|described)$/.test(name),
    );
    expect(left).toEqual([basename(bundle.urls.trend)]);
  });
});

describe('a strategy that cannot be found', () => {
  it('is not suggested for a folder without an index', async () => {
    const project = createProject({ 'strategies/old/trend.ts': TREND });
    const message = expect.stringMatching(/^old: there is no such strategy in .*strategies$/);
    await expect(project.load(['old'])).rejects.toMatchObject({ code: 'StrategyNotFound', message });
  });

  it.each([
    ['trnd', /^trnd: there is no such strategy in .*strategies \(did you mean "trend"\?\)$/],
    ['strategies/tend.ts', /\(did you mean "strategies\/trend.ts"\?\)$/],
    ['elsewhere/trend.ts', /^elsewhere\/trend.ts: there is no folder elsewhere in /],
  ])('%s is refused with the nearest there is', async (name, message) => {
    const loading = createProject(FILES).load([name]);
    await expect(loading).rejects.toMatchObject({ code: 'StrategyNotFound', message: expect.stringMatching(message) });
  });

  it.each([
    ['exports nothing by default', 'export class Trend {}', 'strategies/x.ts has no default export: write'],
    [
      'exports no class',
      'export default { shouldLong() {} };',
      'the default export of strategies/x.ts is no class that',
    ],
    [
      'exports another class',
      'export default class Trend {}',
      'the default export of strategies/x.ts is no class that',
    ],
    [
      'has no shouldLong',
      `import { Strategy } from 'jbt-runner';\nexport default class extends Strategy { goLong() {} }`,
      'the strategy in strategies/x.ts has no shouldLong() method',
    ],
    [
      'has no goLong',
      `import { Strategy } from 'jbt-runner';\nexport default class extends Strategy { shouldLong() { return true; } }`,
      'the strategy in strategies/x.ts has no goLong() method',
    ],
  ])('because the file %s is refused with what to write', async (_what, source, message) => {
    const loading = createProject({ 'strategies/x.ts': source }).load(['x']);
    await expect(loading).rejects.toMatchObject({
      code: 'StrategyNotFound',
      message: expect.stringContaining(message),
    });
  });
});

it('loads strategies that import jbt by its name of earlier versions', async () => {
  const source =
    "import { Strategy } from 'jbt';\nexport default class Old extends Strategy {\n  shouldLong() { return false; }\n  goLong() {}\n}";
  const { bundle } = await createProject({ 'strategies/old.ts': source }).load(['old']);
  expect(bundle.strategies).toMatchObject([{ className: 'Old' }]);
});

describe('a strategy that cannot be loaded', () => {
  it.each([
    ['a syntax error', 'const a = ;\nexport default class {}', 'strategies/x.js:1:11: Unexpected ";"'],
    ['an import of nothing', "import 'nowhere';", 'strategies/x.js:1:8: Could not resolve "nowhere"'],
    [
      'CommonJS',
      "const { Strategy } = require('jbt-runner');\nmodule.exports = class extends Strategy {};",
      "strategies/x.js:1:30: jbt cannot be required; write it as an ES module: import { Strategy } from 'jbt-runner'; export default class ...",
    ],
    [
      'a throw',
      '\nnull.value;',
      "strategies/x.js:2:6: TypeError: Cannot read properties of null (reading 'value') (while the file was loaded)",
    ],
    ['an exit', 'process.exit(0);', 'strategies/x.js:1:9: process.exit(0) was called (while the file was loaded)'],
    ['a throw of no error', "throw 'no';", 'strategies/x.js: no (while the file was loaded)'],
    [
      'a wait without end',
      'await new Promise(() => {});',
      'strategies/x.js ended the thread while it was loaded: is something awaited that never comes?',
    ],
  ])('because of %s is refused in one line with its place', async (_what, source, message) => {
    const loading = createProject({ 'strategies/x.js': source }).load(['x']);
    await expect(loading).rejects.toMatchObject({ code: 'StrategyNotLoaded', message });
  });

  it.each([
    [
      'an async hook',
      '  async onOpenPosition() {}',
      'strategies/x.ts: onOpenPosition is async: hooks must not be, for no bar waits for them; await at the top of the file instead',
    ],
    [
      'a parameter that cannot be',
      '  static override readonly parameters = { fast: int(12, 5, 50) };',
      'strategies/x.ts: parameter fast: int(min, max, default, step?): min 12 is above max 5',
    ],
  ])('because of %s is refused in one line', async (_what, members, message) => {
    const loading = createProject({ 'strategies/x.ts': strategySource(members) }).load(['x']);
    await expect(loading).rejects.toMatchObject({ code: 'StrategyNotLoaded', message });
  });

  it('because of a loop without end is given up', async () => {
    const loading = createProject({ 'strategies/x.js': 'for (;;);' }).load(['x'], 500);
    const message = 'strategies/x.js did not finish loading within 0.5 s: is there a loop without end?';
    await expect(loading).rejects.toMatchObject({ code: 'StrategyNotLoaded', message });
  });
});

describe('the types of strategies', () => {
  const wrong = strategySource(`  before(): void { const period: number = 'long'; this.vars['period'] = period; }`);

  it('are checked: the first error is named with its place', async () => {
    const { typesChecked } = await createProject({ 'strategies/x.ts': wrong }).load(['x']);
    const message = "strategies/x.ts:6:26: Type 'string' is not assignable to type 'number' (TS2322)";
    await expect(typesChecked).rejects.toMatchObject({ code: 'StrategyNotLoaded', message });
  });

  it('are checked to the end: every error has its line of source', async () => {
    const source = `${wrong}export const more: string = 7;\n`;
    const { typesChecked } = await createProject({ 'strategies/x.ts': source }).load(['x']);
    const line = source.split('\n').length - 1;
    await expect(typesChecked).rejects.toMatchObject({
      message: expect.stringMatching(/^strategies\/x\.ts:6:26: .* \(TS2322\) \(and 1 more\)$/),
      details: [
        {
          line: 6,
          column: 26,
          length: 'period'.length,
          source: expect.stringContaining(`const period: number = 'long'`),
        },
        expect.stringMatching(
          /^strategies\/x\.ts:\d+:14: Type 'number' is not assignable to type 'string' \(TS2322\)$/,
        ),
        { line, column: 14, length: 'more'.length, source: 'export const more: string = 7;' },
      ],
    });
  });

  it('know what jbt gives to strategies', async () => {
    const source = strategySource('  after(): void { this.prize; }');
    const { typesChecked } = await createProject({ 'strategies/x.ts': source }).load(['x']);
    const message =
      "strategies/x.ts:6:24: Property 'prize' does not exist on type 'Sample'. Did you mean 'price'? (TS2551)";
    await expect(typesChecked).rejects.toMatchObject({ message });
  });

  it('are told with the reason that its author can mend', async () => {
    const source = strategySource('  filters() { return [this.isCalm()]; }\n  isCalm(): boolean { return true; }');
    const { typesChecked } = await createProject({ 'strategies/x.ts': source }).load(['x']);
    await expect(typesChecked).rejects.toMatchObject({
      message: expect.stringMatching(
        /^strategies\/x\.ts:6:3: Property 'filters' .*: Type 'boolean' is not assignable to type 'Filter' \(TS2416\)$/,
      ),
    });
  });

  it('are checked again after a change of types alone', async () => {
    const right = wrong.replace('period: number', 'period');
    const project = createProject({ 'strategies/x.ts': right });
    const before = await project.load(['x']);
    await before.typesChecked;
    project.write('strategies/x.ts', wrong);
    const after = await project.load(['x']);
    expect(after.bundle.fingerprint).toBe(before.bundle.fingerprint);
    await expect(after.typesChecked).rejects.toMatchObject({ code: 'StrategyNotLoaded' });
  });

  it('are as strict as the project’s own tsconfig.json', async () => {
    const source = strategySource('  twice(x) { return 2 * x; }');
    const project = createProject({ 'strategies/x.ts': source });
    project.write('tsconfig.json', '{ "compilerOptions": { "strict": false } }');
    const lenient = await project.load(['x']);
    await lenient.typesChecked;
    project.write('tsconfig.json', '{ "compilerOptions": { "strict": true } }');
    const strict = await project.load(['x']);
    await expect(strict.typesChecked).rejects.toMatchObject({ message: expect.stringContaining('(TS7006)') });
  });

  it('of Node and of packages without types are not asked for', async () => {
    const project = createProject({
      'node_modules/far/package.json': '{ "name": "far", "version": "1.0.0", "main": "far.js" }',
      'node_modules/far/far.js': 'exports.far = () => true;',
      'strategies/x.ts': `import { readFileSync } from 'node:fs';\nimport { far } from 'far';\n${strategySource(
        '  after(): void { console.log(process.pid, far(), readFileSync); }',
      )}`,
    });
    const { typesChecked } = await project.load(['x']);
    await expect(typesChecked).resolves.toBeUndefined();
  });

  it('are not checked in JavaScript', async () => {
    const project = createProject({
      'strategies/x.js': `// @ts-check\n${wrong.replaceAll(/: (boolean|void|number)/g, '')}`,
    });
    const { typesChecked } = await project.load(['x']);
    await typesChecked;
    expect(existsSync(join(project.folder, '.jbt/bundles'))).toBe(true);
    expect(readdirSync(join(project.folder, '.jbt/bundles')).filter((name) => name.endsWith('.checked'))).toEqual([]);
  });
});
