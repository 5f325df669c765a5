import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Report } from '../../src/run/report.ts';
import { candlesCsv, MARKET, Project } from './support/project.ts';
import { TREND } from './support/strategies.ts';

const DAYS = 3;

function batch(every: string): string {
  return `
exchange: Binance Perpetual Futures
warmup: 0
from: 2023-08-01
to: 2023-08-0${1 + DAYS}
backtests: [{ strategies: trend, symbols: [FIL-USDT], timeframes: [5m], parameters: { every: ${every} } }]
`;
}

const hashes = ({ jobs }: Report) => jobs.map(({ hash }) => hash);

describe('the cache of a project', () => {
  const projects: Project[] = [];
  afterEach(() => {
    for (const project of projects.splice(0)) project.remove();
  });

  async function projectWithCandles(): Promise<Project> {
    const project = new Project({
      'strategies/trend.ts': TREND,
      'first.yaml': batch('[2, 3, 4, 5, 6, 7, 8, 9]'),
      'second.yaml': batch('[6, 7, 8, 9, 10, 11, 12, 13]'),
      'fil.csv': candlesCsv(DAYS * 1_440),
    });
    projects.push(project);
    expect(await project.jbt('import', 'fil.csv', '--market', MARKET)).toMatchObject({ code: 0 });
    return project;
  }

  it('serves two runs and an import at once, and loses nothing of any', async () => {
    const project = await projectWithCandles();
    const alone = hashes(await project.report('run', 'first.yaml', '--no-cache'));
    const [first, second, other] = await Promise.all([
      project.report('run', 'first.yaml'),
      project.report('run', 'second.yaml'),
      project.jbt('import', 'fil.csv', '--market', 'Bybit USDT Perpetual:FIL-USDT'),
    ]);
    expect(hashes(first)).toEqual(alone);
    expect(hashes(second).slice(0, 4)).toEqual(alone.slice(4));
    expect(other).toMatchObject({ code: 0 });
    expect((await project.report('run', 'first.yaml')).totals).toMatchObject({ jobs: 8, done: 8, cached: 8 });
    expect((await project.report('run', 'second.yaml')).totals).toMatchObject({ jobs: 8, done: 8, cached: 8 });
    const candles = await project.jbt('candles', '--json');
    expect(JSON.parse(candles.stdout)).toMatchObject([{ minutes: DAYS * 1_440 }, { minutes: DAYS * 1_440 }]);
    expect(await project.jbt('cache', 'verify')).toMatchObject({ code: 0 });
  });

  it('plays what is damaged in it once more, to the same results', async () => {
    const project = await projectWithCandles();
    const before = await project.report('run', 'first.yaml');
    const path = join(project.folder, '.jbt/cache/data.mdb');
    const file = readFileSync(path);
    // A result is larger than a page and holds the hash of its trades.
    const place = file.indexOf(before.jobs[2].hash ?? '');
    expect(place).toBeGreaterThan(0);
    file[place + 5] ^= 1;
    writeFileSync(path, file);
    const { code, stdout, stderr } = await project.jbt('run', 'first.yaml', '--json');
    const after: Report = JSON.parse(stdout);
    expect({ code, cached: after.totals.cached }).toEqual({ code: 0, cached: 7 });
    expect(hashes(after)).toEqual(hashes(before));
    expect(stderr).not.toContain('at ');
    expect((await project.report('run', 'first.yaml')).totals.cached).toBe(8);
  });

  it('may be too small for anything, which changes no result', async () => {
    const project = await projectWithCandles();
    const before = await project.report('run', 'first.yaml', '--cache', 'memory');
    const after = await project.report('run', 'first.yaml', '--cache-size', '1KB');
    expect(hashes(after)).toEqual(hashes(before));
    expect(after.totals).toMatchObject({ done: 8, cached: 0 });
  });
});
