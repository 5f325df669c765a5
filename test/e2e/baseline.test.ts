import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MetricDrift } from '../../src/run/comparison/metric-drift.ts';
import type { Report } from '../../src/run/report.ts';
import { candlesCsv, MARKET, Project } from './support/project.ts';
import { HELPED, helper, TREND } from './support/strategies.ts';

function batchOf(every: readonly number[]): string {
  return `
exchange: Binance Perpetual Futures
from: 2023-08-02
to: 2023-08-04
backtests:
  - strategies: [helped, trend]
    symbols: FIL-USDT
    timeframes: 15m
    parameters: { every: [${every.join(', ')}] }
`;
}

describe('a baseline in a pipeline', () => {
  const project = new Project({
    'jbt.yaml': batchOf([3, 5]),
    'fil.csv': candlesCsv(4 * 1440),
    'strategies/helped.ts': HELPED,
    'strategies/trend.ts': TREND,
    'strategies/lib/target.ts': helper(1.004),
  });
  const text = (): string => readFileSync(join(project.folder, 'baseline.ndjson'), 'utf8');
  let saved = '';

  beforeAll(async () => {
    await project.jbt('import', 'fil.csv', '--market', MARKET);
    await project.report('run');
    const { code, stderr } = await project.jbt('baseline', 'save');
    expect([code, stderr]).toEqual([0, '']);
    saved = text();
  });

  afterAll(() => project.remove());

  it('has a sorted line for each backtest, and its trades below', () => {
    const lines = saved
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => JSON.parse(line));
    const jobs = lines.filter((line) => !Array.isArray(line));
    expect(jobs.map(({ job }) => job)).toEqual([
      'helped FIL-USDT 15m every=3 2023-08-02..2023-08-04 on Binance Perpetual Futures',
      'helped FIL-USDT 15m every=5 2023-08-02..2023-08-04 on Binance Perpetual Futures',
      'trend FIL-USDT 15m every=3 2023-08-02..2023-08-04 on Binance Perpetual Futures',
      'trend FIL-USDT 15m every=5 2023-08-02..2023-08-04 on Binance Perpetual Futures',
    ]);
    expect(jobs.every(({ trades }) => trades > 0)).toBe(true);
    expect(lines).toHaveLength(jobs.reduce((sum, { trades }) => sum + trades + 1, 0));
  });

  it('is met by the same batch, and saved again to the same bytes', async () => {
    const { code, stderr } = await project.jbt('run', '--fresh', '--baseline', 'baseline.ndjson');
    expect(code).toBe(0);
    expect(stderr).toContain('4 backtests as in the baseline, 0 drifted');
    await project.jbt('baseline', 'save');
    expect(text()).toBe(saved);
  });

  it('names the first trade that differs after a helper changed, and plays only what it touches', async () => {
    project.write('strategies/lib/target.ts', helper(1.006));
    const { code, stdout, stderr } = await project.jbt('run', '--baseline', 'baseline.ndjson', '--json');
    expect(code).toBe(3);
    const { jobs }: Report = JSON.parse(stdout);
    expect([...new Set(jobs.filter(({ cached }) => !cached).map(({ strategy }) => strategy))]).toEqual(['helped']);
    expect(stderr).toContain('drifted: helped FIL-USDT 15m every=3');
    expect(stderr).not.toContain('drifted: trend');
    expect(stderr).toMatch(
      /first trade that differs: number \d+\n {4}before {2}FIL-USDT long .*\n {4}after {3}FIL-USDT long /,
    );
    expect(stderr).toContain('2 backtests as in the baseline, 2 drifted');
  });

  it('tells before, after and difference as JSON', async () => {
    const { code, stdout } = await project.jbt('baseline', 'check', '--json');
    expect(code).toBe(3);
    const { same, drifted } = JSON.parse(stdout);
    expect(same).toBe(2);
    const [{ firstTrade, metrics }] = drifted;
    expect(firstTrade.before).not.toEqual(firstTrade.after);
    const { before, after, difference } = metrics[0];
    expect(difference).toBe(after - before);
    // Every trade before it is the same in both runs.
    expect(firstTrade.before.slice(0, 3)).toEqual(firstTrade.after.slice(0, 3));
  });

  it('accepts other trades within a tolerance, but no metric that lost its value', async () => {
    expect((await project.jbt('baseline', 'check', '--tolerance', '0.0001')).code).toBe(3);
    const { code, stdout } = await project.jbt('baseline', 'check', '--tolerance', '1000', '--json');
    const { same, drifted } = JSON.parse(stdout);
    expect([code, same, drifted.length]).toEqual([3, 3, 1]);
    const lost = drifted[0].metrics.map(({ metric, after }: MetricDrift) => [metric, after]);
    expect(lost).toEqual([
      ['omega_ratio', null],
      ['serenity_index', null],
    ]);
  });

  it('fails for a vanished backtest, and names a new one', async () => {
    project.write('strategies/lib/target.ts', helper(1.004));
    project.write('jbt.yaml', batchOf([3, 7]));
    await project.jbt('run');
    const { code, stdout } = await project.jbt('baseline', 'check');
    expect(code).toBe(3);
    expect(stdout).toContain('vanished: trend FIL-USDT 15m every=5');
    expect(stdout).toContain('new, not in the baseline: trend FIL-USDT 15m every=7');
    expect(stdout).toContain('2 backtests as in the baseline, 0 drifted, 2 vanished, 0 without a result, 2 new');
  });

  it('refuses a missing or damaged file before anything is played', async () => {
    project.write('torn.ndjson', saved.slice(0, saved.length / 2));
    const runs = project.runs().length;
    const torn = await project.jbt('run', '--baseline', 'torn.ndjson');
    expect([torn.code, torn.stderr]).toEqual([
      2,
      expect.stringMatching(/torn\.ndjson is no whole baseline \(line \d+\)/),
    ]);
    const missing = await project.jbt('run', '--baseline', 'none.ndjson');
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining('there is no baseline')]);
    expect((await project.jbt('run', '--tolerance', '0.1')).code).toBe(2);
    expect((await project.jbt('baseline', 'forget')).stderr).toContain('ACTION must be save or check, got "forget"');
    expect(project.runs()).toHaveLength(runs);
  });

  it('keeps the old file when nothing can be saved', async () => {
    rmSync(join(project.folder, '.jbt/runs'), { recursive: true });
    expect((await project.jbt('baseline', 'save')).code).toBe(2);
    expect(existsSync(join(project.folder, 'baseline.ndjson'))).toBe(true);
    expect(text()).toBe(saved);
  });
});
