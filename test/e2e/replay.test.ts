import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/run/report.ts';
import { candlesCsv, lasting, MARKET, Project } from './support/project.ts';
import { THROWING, TREND } from './support/strategies.ts';

const EXAMPLES = join(import.meta.dirname, '../../examples');

/** Ids of the backtests that were played and not taken from earlier runs. */
function played({ jobs }: Report): readonly string[] {
  return jobs.filter(({ cached }) => !cached).map(({ id }) => id);
}

/** Strategies of the backtests that were played, each once. */
function playedStrategies({ jobs }: Report): readonly string[] {
  return [...new Set(jobs.filter(({ cached }) => !cached).map(({ strategy }) => strategy))];
}

const BATCH = `
exchange: Binance Perpetual Futures
from: 2023-08-02
to: 2023-08-04
backtests:
  - strategies: helped
    symbols: FIL-USDT
    timeframes: 15m
    parameters: { every: [3, 5] }
  - strategies: packaged
    symbols: FIL-USDT
    timeframes: 15m
`;

const HELPED = TREND.replace(`from 'jbt-runner';`, `from 'jbt-runner';\nimport { qty } from './lib/qty.ts';`).replace(
  '[10,',
  '[qty,',
);
const PACKAGED = TREND.replace(`from 'jbt-runner';`, `from 'jbt-runner';\nimport { qty } from 'qty';`).replace(
  '[10,',
  '[qty,',
);

const FILES = {
  'jbt.yaml': BATCH,
  'fil.csv': candlesCsv(4 * 1440),
  'strategies/helped.ts': HELPED,
  'strategies/packaged.ts': PACKAGED,
  'strategies/throwing.ts': THROWING,
  'strategies/lib/qty.ts': 'export const qty = 10;\n',
  'node_modules/qty/package.json': '{ "name": "qty", "version": "1.0.0", "main": "index.js" }',
  'node_modules/qty/index.js': 'exports.qty = 10;\n',
};

describe('the same batch again', () => {
  const project = new Project(FILES);
  let first: Report;

  beforeAll(async () => {
    await project.jbt('import', 'fil.csv', '--market', MARKET);
    first = await project.report('run');
  });

  afterAll(() => project.remove());

  it('plays nothing and comes to the same report', async () => {
    expect(played(first)).toHaveLength(3);
    const second = await project.report('run');
    expect(second.totals).toEqual({ ...first.totals, cached: 3 });
    const withoutOrigin = ({ jobs, ...rest }: Report) => ({
      ...lasting({ ...rest, jobs: jobs.map((job) => ({ ...job, cached: false })) }),
      totals: { ...rest.totals, cached: 0 },
    });
    expect(withoutOrigin(second)).toEqual(withoutOrigin(first));
    expect(second.cache).toMatchObject({ driver: 'lmdb', results: { hits: 3, misses: 0, hitRate: 1, entries: 3 } });
  });

  it('says so', async () => {
    const { stderr } = await project.jbt('run');
    expect(stderr).toContain('3 backtests: 3 done, 3 of 3 from cache');
  });

  const ALL = ['helped', 'packaged'];
  it.each([
    ['--fee', '0.001'],
    ['--balance', '5000'],
    ['--from', '2023-08-02T00:15'],
    ['--to', '2023-08-03'],
    ['--warmup', '20'],
    ['--seed', '1'],
    ['--compat', 'jesse'],
    ['--gap-fill', 'order-price'],
    ['--slippage', '0.001'],
  ])('with another %s plays everything', async (...flag) => {
    expect(playedStrategies(await project.report('run', ...flag))).toEqual(ALL);
  });

  it.each<[string, keyof typeof FILES, string, string[]]>([
    ['a strategy', 'strategies/packaged.ts', PACKAGED.replace('1.004', '1.005'), ['packaged']],
    ['a helper', 'strategies/lib/qty.ts', 'export const qty = 11;\n', ['helped']],
    ['a package', 'node_modules/qty/index.js', 'exports.qty = 12;\n', ['packaged']],
    ['a comment', 'strategies/packaged.ts', `// It trades.\n${PACKAGED}`, []],
    ['one value of a parameter', 'jbt.yaml', BATCH.replace('[3, 5]', '[3, 7]'), ['helped']],
    ['the order of the batch', 'jbt.yaml', BATCH.replace('[3, 5]', '[5, 3]'), []],
  ])('with another %s plays what that changes, and nothing when it is back', async (_what, path, content, expected) => {
    project.write(path, content);
    const changed = await project.report('run');
    expect(playedStrategies(changed)).toEqual(expected);
    if (path === 'jbt.yaml') expect(played(changed)).toHaveLength(expected.length);
    project.write(path, FILES[path]);
    expect(played(await project.report('run'))).toEqual([]);
  });

  it('plays everything with --fresh and keeps it, and with --no-cache or --cache memory too, and keeps nothing', async () => {
    expect(played(await project.report('run', '--fresh'))).toHaveLength(3);
    expect(played(await project.report('run', '--fresh', '--seed', '9'))).toHaveLength(3);
    expect(played(await project.report('run', '--seed', '9'))).toEqual([]);
    for (const flags of [['--no-cache'], ['--cache', 'none'], ['--cache', 'memory']]) {
      expect(played(await project.report('run', '--seed', '10', ...flags))).toHaveLength(3);
    }
    expect(played(await project.report('run', '--seed', '10'))).toHaveLength(3);
    project.write('none.yaml', `${BATCH}env: { caching: { driver: none } }\n`);
    expect(played(await project.report('run', 'none.yaml'))).toHaveLength(3);
    expect(played(await project.report('run', 'none.yaml', '--cache', 'lmdb'))).toEqual([]);
  });

  it('plays failures again', async () => {
    const words = ['run', 'throwing', '--market', MARKET, '--timeframe', '15m'];
    expect((await project.report(...words)).totals).toMatchObject({ failed: 1, cached: 0 });
    expect((await project.report(...words)).totals).toMatchObject({ failed: 1, cached: 0 });
  });

  it('plays what takes from outside again, warns of it and notes it', async () => {
    project.write('strategies/lucky.ts', TREND.replace('this.index % this.hp.every === 0', 'Math.random() < 0.1'));
    const words = ['run', 'lucky', 'packaged', '--market', MARKET, '--timeframe', '15m'];
    for (let round = 0; round < 2; round++) {
      const { stdout, stderr } = await project.jbt(...words, '--json');
      const note = expect.stringMatching(/^it uses Math\.random\(\) \(strategies\/lucky\.ts:5\)$/);
      const report: Report = JSON.parse(stdout);
      expect(report.jobs.map(({ cached, notes }) => [cached, notes])).toEqual([
        [false, [note]],
        [round > 0, []],
      ]);
      expect(stderr.match(/results of lucky are not kept for later runs: it uses Math\.random\(\)/g)).toHaveLength(1);
    }
  });

  it('with one other candle plays everything again', async () => {
    const lines = candlesCsv(4 * 1440).split('\n');
    const [time, open, high, low, close, volume] = lines[2000].split(',');
    lines[2000] = [time, open, high, low, close, Number(volume) + 1].join(',');
    project.write('other.csv', lines.join('\n'));
    await project.jbt('candles', 'remove', MARKET);
    await project.jbt('import', 'other.csv', '--market', MARKET);
    expect(playedStrategies(await project.report('run'))).toEqual(ALL);
    await project.jbt('candles', 'remove', MARKET);
    await project.jbt('import', 'fil.csv', '--market', MARKET);
    expect(played(await project.report('run'))).toEqual([]);
  });
});

describe('two hundred backtests of the examples', () => {
  const LARGE = `
exchange: { name: Binance Perpetual Futures, leverage: 3 }
from: 2023-08-11
to: 2023-10-01
warmup: 60
backtests:
  - strategies: trend
    symbols: [FIL-USDT, NEAR-USDT]
    timeframes: [1h]
    parameters: { fast: { from: 6, to: 14, step: 2 }, slow: { from: 30, to: 120, step: 10 }, stopAtr: [1.5, 2] }
  - strategies: breakout
    symbols: [FIL-USDT, NEAR-USDT]
    timeframes: [1h]
    parameters: { period: { from: 20, to: 40, step: 5 } }
`;
  const project = new Project({ 'large.yaml': LARGE });

  beforeAll(async () => {
    cpSync(join(EXAMPLES, 'strategies'), join(project.folder, 'strategies'), { recursive: true });
    mkdirSync(join(project.folder, 'candles'));
    for (const file of readdirSync(join(EXAMPLES, 'candles'))) {
      copyFileSync(join(EXAMPLES, 'candles', file), join(project.folder, 'candles', file));
    }
    const files = (symbol: string) => ['08', '09'].map((month) => `candles/${symbol}-1m-2023-${month}.csv.gz`);
    await project.jbt('import', ...files('FILUSDT'), '--market', 'Binance Perpetual Futures:FIL-USDT');
    await project.jbt('import', ...files('NEARUSDT'), '--market', 'Binance Perpetual Futures:NEAR-USDT');
    const source = readFileSync(join(project.folder, 'strategies/breakout.ts'), 'utf8');
    project.write(
      'strategies/breakout.ts',
      `import { risky } from './risk.ts';\n${source.replace('this.hp.risk,', 'risky(this.hp.risk),')}`,
    );
    project.write('strategies/risk.ts', 'export const risky = (risk: number) => risk;\n');
  });

  afterAll(() => project.remove());

  it('are played once, however many ask at the same time; a changed helper plays only those of its strategy', async () => {
    const [one, two] = await Promise.all([project.report('run', 'large.yaml'), project.report('run', 'large.yaml')]);
    expect(one.totals).toMatchObject({ jobs: 210, done: 210 });
    expect(one.jobs.map(({ hash }) => hash)).toEqual(two.jobs.map(({ hash }) => hash));
    const again = await project.report('run', 'large.yaml');
    expect(again.totals.cached).toBe(210);
    expect(again.jobs.map(({ hash, metrics }) => [hash, metrics])).toEqual(
      one.jobs.map(({ hash, metrics }) => [hash, metrics]),
    );
    project.write('strategies/risk.ts', 'export const risky = (risk: number) => risk / 2;\n');
    const changed = await project.report('run', 'large.yaml');
    expect(changed.totals.cached).toBe(200);
    expect(playedStrategies(changed)).toEqual(['breakout']);
  });
});
