import { execFile } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/run/report.ts';
import { drawn } from './support/drawn.ts';
import { batch, candlesCsv, JBT, lasting, MARKET, Project } from './support/project.ts';
import { SLOW, TREND } from './support/strategies.ts';

const KILLS = 20;
const TINY_JOBS = 10_000;
const run = promisify(execFile);

describe('drills with the real program', () => {
  const project = new Project({
    'quick.yaml': batch('trend', [3, 5, 7, 9, 11, 13]),
    'slow.yaml': batch('slow', [3, 5, 7, 9]),
    'fil.csv': candlesCsv(4 * 1440),
    'strategies/trend.ts': TREND,
    'strategies/slow.ts': SLOW,
    'tiny.yaml': `
exchange: Binance Perpetual Futures
warmup: 0
from: 2023-08-01
to: 2023-08-01T01:00
seed: 0
backtests:
  - { strategies: tiny, symbols: FIL-USDT, timeframes: 15m, parameters: { every: { from: 1, to: ${TINY_JOBS} } } }
`,
    'strategies/tiny.ts': TREND.replace('int(2, 100, 10)', `int(1, ${TINY_JOBS}, 10)`).replace(
      'class Trend',
      'class Tiny',
    ),
  });

  beforeAll(async () => {
    await project.jbt('import', 'fil.csv', '--market', MARKET);
  });

  afterAll(() => project.remove());

  it(`killed at ${KILLS} random points, the same command comes to the report of an undisturbed run`, async () => {
    const words = ['run', 'quick.yaml', '--parallel', '2', '--no-cache'];
    const startedAt = performance.now();
    const undisturbed = lasting(await project.report(...words));
    const longest = performance.now() - startedAt;
    const numbers = drawn();
    for (let kill = 0; kill < KILLS; kill++) {
      const { process: child, ended } = project.start(...words);
      await wait(numbers.next().value * longest);
      child.kill('SIGKILL');
      await ended;
      expect(lasting(await project.report(...words))).toEqual(undisturbed);
    }
  });

  it('SIGTERM stops a run as Ctrl-C does, and the same command plays the rest', async () => {
    const words = ['run', 'slow.yaml', '--parallel', '1', '--no-cache'];
    const { process: child, ended, run: id } = await project.startUntil(1, ...words);
    child.kill('SIGTERM');
    expect((await ended).code).toBe(130);
    const { run: resumed, totals } = await project.report(...words);
    expect([resumed.id, totals.done]).toEqual([id, 4]);
  });

  it('a disk that is full ends the run with exit code 4, and the same command goes on when it is not', async () => {
    const limited = `ulimit -f 1; exec ${process.execPath} ${JBT} run slow.yaml --parallel 1 --no-cache --seed 3`;
    const failed = await run('bash', ['-c', limited], { cwd: project.folder }).then(
      () => null,
      (error: { readonly code: number; readonly stderr: string }) => error,
    );
    expect(failed?.code).toBe(4);
    expect(failed?.stderr).toMatch(/RunFolderUnavailable|MachineLimit|OutputUnavailable/);
    const { totals } = await project.report('run', 'slow.yaml', '--parallel', '1', '--no-cache', '--seed', '3');
    expect(totals).toMatchObject({ done: 4, failed: 0 });
  });

  it('two runs at once do not disturb each other', async () => {
    const words = ['run', 'quick.yaml', '--fresh', '--parallel', '1'];
    const [first, second] = await Promise.all([project.report(...words), project.report(...words)]);
    expect(first.run.id).not.toBe(second.run.id);
    expect(lasting(first)).toEqual(lasting(second));
  });

  it(`${TINY_JOBS} tiny jobs are all done, each once`, async () => {
    const report: Report = await project.report('run', 'tiny.yaml', '--fresh', '--no-cache');
    expect(report.totals).toEqual({ jobs: TINY_JOBS, done: TINY_JOBS, failed: 0, cancelled: 0, cached: 0 });
    expect(new Set(report.jobs.map(({ id }) => id)).size).toBe(TINY_JOBS);
  });
});
