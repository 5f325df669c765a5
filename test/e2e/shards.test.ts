import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/run/report.ts';
import { candlesCsv, lasting, MARKET, Project } from './support/project.ts';
import { TREND } from './support/strategies.ts';

const BATCH = `
exchange: Binance Perpetual Futures
warmup: 0
backtests:
  - strategies: trend
    symbols: FIL-USDT
    timeframes: [15m, 1h]
    periods:
      - { from: 2023-08-01, to: 2023-08-04 }
      - { from: 2023-08-01, to: 2023-08-02 }
    parameters: { every: [3, 5, 7, 9] }
    expect: trades > 0
expect: median(net_profit) > -1000
`;

describe('a batch in shards', () => {
  const project = new Project({
    'jbt.yaml': BATCH,
    'fil.csv': candlesCsv(4 * 1440),
    'strategies/trend.ts': TREND,
  });
  let whole: Report;
  const shards: Report[] = [];
  const folderOf = ({ run }: Report): string => join('.jbt/runs', run.id);

  beforeAll(async () => {
    await project.jbt('import', 'fil.csv', '--market', MARKET);
    whole = await project.report('run', '--fresh');
    for (const shard of ['1/3', '2/3', '3/3']) shards.push(await project.report('run', '--fresh', '--shard', shard));
  });

  afterAll(() => project.remove());

  it('is split evenly by the days that its backtests play, each once, under its own id', () => {
    const ids = shards.flatMap(({ jobs }) => jobs.map(({ id }) => id));
    expect([...ids].sort()).toEqual(whole.jobs.map(({ id }) => id));
    const days = shards.map(({ jobs }) =>
      jobs.reduce((sum, { from, to }) => sum + (Date.parse(to) - Date.parse(from)) / 86_400_000, 0),
    );
    expect(Math.max(...days) - Math.min(...days)).toBeLessThanOrEqual(3);
  });

  it('checks conditions on single backtests in its shards, and conditions on the batch when it is merged', () => {
    for (const { expectations } of shards) expect(expectations?.map(({ over }) => over)).toEqual(['backtest']);
  });

  it('equals the batch that was played at once when its shards are merged, in any order', async () => {
    const merged = await project.report('merge', ...[shards[2], shards[0], shards[1]].map(folderOf));
    expect(lasting(merged)).toEqual(lasting(whole));
    expect(merged.run.finished).not.toBeNull();
    const { stdout } = await project.jbt('compare', whole.run.id, merged.run.id);
    expect(stdout).toContain('Both runs have the same inputs.');
    expect(stdout).toContain('16 backtests with the same result\n');
    expect((await project.jbt('verify', merged.run.id, '--all')).code).toBe(0);
    expect((await project.jbt('show', '3')).code).toBe(0);
  });

  it('names the machines of all its shards', async () => {
    const own = { threads: 2, jbt: '0.1.0', node: '20.19.0', system: 'Linux 6.1', processor: 'Some CPU' };
    for (const [index, { run }] of shards.entries()) {
      const manifest = JSON.parse(project.read(run.id, 'manifest.json'));
      const hosts = [{ host: index === 2 ? 'ant' : 'bee', ...own, jobs: index + 1 }];
      project.write(join('.jbt/runs', run.id, 'manifest.json'), JSON.stringify({ ...manifest, hosts }));
    }
    const { run } = await project.report('merge', ...shards.map(folderOf));
    expect(JSON.parse(project.read(run.id, 'manifest.json')).hosts).toEqual([
      { host: 'ant', ...own, jobs: 3 },
      { host: 'bee', ...own, jobs: 3 },
    ]);
  });

  it('writes the files of reporters for all of it, with the condition on the batch', async () => {
    const { code } = await project.jbt('merge', ...shards.map(folderOf), '--reporter', 'junit=junit.xml');
    expect(code).toBe(0);
    expect(readFileSync(join(project.folder, 'junit.xml'), 'utf8').match(/<testcase /g)).toHaveLength(16 + 1);
  });

  it('is not merged while a shard is missing, foreign, interrupted or no shard', async () => {
    const refused = async (...words: readonly string[]) => {
      const { code, stderr } = await project.jbt('merge', ...words);
      expect(code).toBe(2);
      return stderr;
    };
    const [first, second, third] = shards.map(folderOf);
    expect(await refused(first, third)).toContain('shard 2/3 is missing');
    expect(await refused(first, second, folderOf(whole))).toContain('is no shard');
    expect(await refused(first, second, 'strategies')).toContain('strategies is no folder of a run');
    const other = await project.report('run', '--fresh', '--shard', '3/3', '--set', 'every=4');
    expect(await refused(first, second, folderOf(other))).toContain('are shards of different batches');
    const torn = join(project.folder, 'torn');
    cpSync(join(project.folder, third), torn, { recursive: true });
    const journal = readFileSync(join(torn, 'journal.ndjson'), 'utf8');
    writeFileSync(join(torn, 'journal.ndjson'), journal.slice(0, journal.lastIndexOf('{')));
    expect(await refused(first, second, 'torn')).toMatch(
      /1 backtest of run torn have no outcome|1 backtest of run torn/,
    );
  });

  it('is refused loudly where two runs contradict each other', async () => {
    const [first, second, third] = shards.map(folderOf);
    project.write('strategies/trend.ts', TREND.replace('1.004', '1.006'));
    const changed = await project.report('run', '--fresh', '--shard', '3/3');
    const forged = join(project.folder, 'forged');
    cpSync(join(project.folder, folderOf(changed)), forged, { recursive: true });
    cpSync(join(project.folder, third, 'manifest.json'), join(forged, 'manifest.json'));
    const runs = project.runs().length;
    const { code, stderr } = await project.jbt('merge', first, second, third, 'forged');
    expect(code).toBe(4);
    expect(stderr).toMatch(/ContradictingResults: \S+ has two results \(\w{12} in run \S+, \w{12} in run forged\)/);
    expect(project.runs()).toHaveLength(runs);
  });

  it('refuses a part that is none, and more parts than backtests', async () => {
    for (const part of ['0/3', '4/3', '2', 'a/b'])
      expect((await project.jbt('run', '--shard', part)).stderr).toContain('--shard must be a part such as 2/5');
    const { code, stderr } = await project.jbt('run', '--shard', '2/40');
    expect([code, stderr]).toEqual([2, expect.stringContaining('the batch has 16 backtests')]);
  });
});
