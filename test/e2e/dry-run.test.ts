import { afterAll, beforeAll, expect, it } from 'vitest';
import { batch, candlesCsv, MARKET, Project } from './support/project.ts';
import { SLOW, TREND } from './support/strategies.ts';

const VALUES = [3, 5, 7, 9, 11, 13];

const project = new Project({
  'fil.csv': candlesCsv(2 * 1440),
  'strategies/trend.ts': TREND,
  'strategies/slow.ts': SLOW,
  'strategies/wrong.ts': TREND.replace('this.price]', 'this.prize]'),
  'jbt.yaml': batch('strategies/trend.ts', VALUES),
  'slow.yaml': batch('strategies/slow.ts', VALUES),
  'wrong.yaml': batch('strategies/wrong.ts', VALUES),
});

beforeAll(async () => {
  await project.importCandles();
});

afterAll(() => project.remove());

async function plan(...words: readonly string[]) {
  const { code, stdout, stderr } = await project.jbt('run', ...words, '--dry-run', '--json');
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

it('a dry run shows the plan, and begins no run', async () => {
  const { code, stdout, stderr } = await project.jbt('run', '--dry-run', '--parallel', '2');
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('warning: warm-up: 0 of 240') });
  for (const part of [
    /^6 backtests$/m,
    /^ +6 {2}trend · FIL-USDT · 15m · 2023-08-01 to 2023-08-03$/m,
    /^ +every: 3, 5, 7, 9, 11, 13$/m,
    /^ {2}Binance Perpetual Futures:FIL-USDT · 2023-08-01 to 2023-08-03 · 2,880 candles · 0\.1 MB$/m,
    /^known +0 in the cache; 6 left to play$/m,
    /^threads +2$/m,
    /^time +not known: no earlier run was measured$/m,
  ]) {
    expect(stdout).toMatch(part);
  }
  expect(project.runs()).toEqual([]);
});

it('a dry run tells a machine the same', async () => {
  expect(await plan('--parallel', '2')).toMatchObject({
    format: 1,
    jobs: 6,
    parts: [{ jobs: 6, from: '2023-08-01', to: '2023-08-03', axes: [{ name: 'every', values: VALUES }] }],
    markets: [{ market: MARKET, candles: 2_880, bytes: 2_880 * 5 * 8 }],
    warnings: [expect.stringContaining('warm-up')],
    known: { resumes: null, journalled: 0, cached: 0 },
    left: 6,
    threads: 2,
    estimate: null,
  });
});

it('a dry run refuses what the run would refuse', async () => {
  const { code, stdout, stderr } = await project.jbt('run', 'wrong.yaml', '--dry-run');
  expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining('wrong.ts:') });
});

it('a dry run knows the results in the cache, and how long the others take', async () => {
  await project.report('run', '--set', 'every=3,5,7');
  const known = await plan();
  expect(known).toMatchObject({
    known: { resumes: null, cached: 3 },
    left: 3,
    estimate: { measured: 3, isAlike: true },
  });
  const fresh = await plan('--fresh', '--parallel', '1');
  expect(fresh).toMatchObject({ known: { cached: 0 }, left: 6 });
  expect(fresh.estimate.seconds).toBeGreaterThan(0);
  await project.report('run');
  const { stdout } = await project.jbt('run', '--dry-run');
  expect(stdout).toMatch(/^known +6 in the cache; nothing left to play$/m);
  expect(stdout).toMatch(/^time +none: every result is known$/m);
});

it('a dry run finds the interrupted run that would go on', async () => {
  const { process, ended, run } = await project.startUntil(1, 'run', 'slow.yaml', '--parallel', '1', '--no-cache');
  process.kill('SIGKILL');
  await ended;
  const runs = project.runs();
  const { known, left } = await plan('slow.yaml', '--no-cache');
  expect(known).toMatchObject({ resumes: run, cached: 0 });
  expect(known.journalled).toBeGreaterThan(0);
  expect(known.journalled + left).toBe(6);
  expect(await plan('slow.yaml', '--no-cache', '--fresh')).toMatchObject({ known: { resumes: null }, left: 6 });
  expect(project.runs()).toEqual(runs);
});
