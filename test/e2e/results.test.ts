import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/run/report.ts';
import { batch, candlesCsv, MARKET, Project } from './support/project.ts';
import { SLOW, THROWING, TREND } from './support/strategies.ts';

const DATES = '\nfrom: 2023-08-02\nto: 2023-08-09\n';

const project = new Project({
  'fil.csv': candlesCsv(9 * 1440),
  'jbt.yaml': batch('trend', [3, 5, 40]) + DATES,
  'throwing.yaml': batch('throwing', [3]) + DATES,
  'slow.yaml': batch('slow', [3, 4, 5, 6, 7, 8, 9, 10]) + DATES,
  'strategies/trend.ts': TREND,
  'strategies/throwing.ts': THROWING,
  'strategies/slow.ts': SLOW,
});
let report: Report;

beforeAll(async () => {
  await project.jbt('import', 'fil.csv', '--market', MARKET);
  report = await project.report('run');
}, 60_000);

afterAll(() => project.remove());

/** Rows of the table, best first. */
function ranked() {
  const profitOf = ({ metrics }: Report['jobs'][number]): number => metrics?.net_profit_percentage ?? Number.NaN;
  return [...report.jobs].sort((left, right) => profitOf(right) - profitOf(left));
}

describe('jbt show', () => {
  it('shows the best backtest of the newest run, its trades played again with the same hash', async () => {
    const { code, stdout } = await project.jbt('show', '--json');
    const shown = JSON.parse(stdout);
    const [best] = ranked();
    expect(code).toBe(0);
    expect(shown).toMatchObject({ job: { id: best.id }, hash: best.hash, metrics: best.metrics, missing: null });
    expect(shown.trades).toHaveLength(best.trades);
    const pnl = shown.trades.reduce((sum: number, trade: { pnl: number }) => sum + trade.pnl, 0);
    expect(pnl).toBeCloseTo(best.metrics?.net_profit ?? Number.NaN, 6);
    expect(shown.buyAndHold.net_profit_percentage).toBeCloseTo(best.metrics?.benchmark_return ?? Number.NaN, 8);
    expect(shown.equity).toHaveLength(8);
  }, 60_000);

  it('finds a backtest by row, by position and by the beginning of its id, in a run that is named or not', async () => {
    const [, second] = ranked();
    const words = [['2'], ['#2'], [second.id.slice(0, 4)], [second.id.slice(0, 12)], [report.run.id, second.id]];
    for (const argv of words) {
      const { stdout } = await project.jbt('show', ...argv, '--json');
      expect(JSON.parse(stdout).job.id).toBe(second.id);
    }
  }, 60_000);

  it('prints settings, metrics, months, drawdowns, exits and the last trades', async () => {
    const { stdout } = await project.jbt('show', '0001', '--trades', '3');
    const parts = [
      'parameters  every=3',
      'Buy and hold',
      'Returns by month',
      'Worst drawdowns',
      'take-profit',
      'long ',
    ];
    for (const part of parts) expect(stdout).toContain(part);
    expect(stdout).toMatch(/Last 3 of \d+ trades\n/);
    expect(stdout.trimEnd().split('\n').at(-4)).toMatch(/^# +Market +Side/);
  }, 60_000);

  it.each([
    [['0009'], 'has no backtest 0009'],
    [['00'], 'no row 0'],
    [['#9'], 'has 3 finished backtests, and no row 9'],
    [['0001-tremd'], 'did you mean "0001-trend'],
    [['000'], 'no row 0'],
    [['2023', '0001'], 'there is no run 2023'],
    [['--sort', 'sharp'], '--sort must be a metric'],
  ])(
    'refuses %j in one line',
    async (argv, found) => {
      const { code, stdout, stderr } = await project.jbt('show', ...argv);
      expect({ code, stdout, lines: stderr.split('\n').length }).toEqual({ code: 2, stdout: '', lines: 2 });
      expect(stderr).toContain(found);
    },
    60_000,
  );

  it('shows the error of a failed backtest', async () => {
    const other = new Project({
      'fil.csv': candlesCsv(9 * 1440),
      'jbt.yaml': batch('throwing', [3]) + DATES,
      'strategies/throwing.ts': THROWING,
    });
    await other.jbt('import', 'fil.csv', '--market', MARKET);
    await other.jbt('run');
    const { code, stdout } = await other.jbt('show', '0001');
    const best = await other.jbt('show');
    other.remove();
    expect({ code, best: best.code }).toEqual({ code: 0, best: 2 });
    expect(stdout).toMatch(/failed: StrategyError\n.*no more ideas/);
    expect(best.stderr).toContain('has no finished backtest');
  }, 60_000);

  it('says that a strategy changed, and still shows what was recorded', async () => {
    const other = new Project({
      'fil.csv': candlesCsv(9 * 1440),
      'jbt.yaml': batch('trend', [3]) + DATES,
      'strategies/trend.ts': TREND,
    });
    await other.jbt('import', 'fil.csv', '--market', MARKET);
    const before = await other.report('run');
    other.write('strategies/trend.ts', TREND.replace('[10,', '[11,'));
    const changed = JSON.parse((await other.jbt('show', '--json')).stdout);
    rmSync(join(other.folder, 'strategies'), { recursive: true });
    const gone = JSON.parse((await other.jbt('show', '--json')).stdout);
    other.remove();
    for (const shown of [changed, gone]) {
      expect(shown).toMatchObject({ hash: before.jobs[0].hash, metrics: before.jobs[0].metrics, trades: [] });
      expect(shown.equity).toHaveLength(8);
    }
    expect(changed.missing).toBe('played again it has another result than in its run: strategy trend changed');
    expect(gone.missing).toContain('cannot be played again');
  }, 60_000);

  it('shows what an interrupted run has, though it has no report', async () => {
    const { process, ended, run } = await project.startUntil(2, 'run', 'slow.yaml', '--parallel', '1');
    process.kill('SIGKILL');
    await ended;
    const listed = JSON.parse((await project.jbt('runs', '--json')).stdout).runs[0];
    const shown = await project.jbt('show', '--json');
    const missing = await project.jbt('show', '0008');
    await project.jbt('runs', 'remove', run);
    expect(listed).toMatchObject({ id: run, state: 'interrupted', jobs: 8 });
    expect(JSON.parse(shown.stdout)).toMatchObject({ run: { id: run }, missing: null });
    expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining('was not played to its end') });
  }, 60_000);
});
