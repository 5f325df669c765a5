import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/run/report.ts';
import { batch, candlesCsv, MARKET, Project } from './support/project.ts';
import { TREND } from './support/strategies.ts';

const project = new Project({
  'fil.csv': candlesCsv(9 * 1440),
  'jbt.yaml': `${batch('trend', [3, 5, 40])}\nfrom: 2023-08-02\nto: 2023-08-09\n`,
  'strategies/trend.ts': TREND,
});
let report: Report;

beforeAll(async () => {
  await project.jbt('import', 'fil.csv', '--market', MARKET);
  report = await project.report('run');
  await project.jbt('export', '--to', 'out');
  await project.jbt('export', '--to', 'text', '--format', 'csv');
}, 60_000);

afterAll(() => project.remove());

/** Content of a Parquet file of an export. */
function bytesOf(name: string, folder = 'out'): ArrayBuffer {
  return new Uint8Array(readFileSync(join(project.folder, folder, `${name}.parquet`))).buffer;
}

async function rowsOf(name: string, folder = 'out'): Promise<readonly Readonly<Record<string, unknown>>[]> {
  return parquetReadObjects({ file: bytesOf(name, folder) });
}

describe('jbt export', () => {
  it('has a row a backtest, with its parameters and metrics in columns of their own', async () => {
    const rows = await rowsOf('jobs');
    expect(rows).toHaveLength(3);
    for (const job of report.jobs) {
      const row = rows.find(({ job_id }) => job_id === job.id);
      expect(row).toMatchObject({ status: 'done', hash: job.hash, parameter_every: job.parameters.every });
      expect(row).toMatchObject({ from: new Date('2023-08-02'), to: new Date('2023-08-09'), balance: 10_000 });
      for (const [name, value] of Object.entries(job.metrics ?? {})) expect(row?.[name]).toBe(value ?? null);
    }
  });

  it('has the trades, orders and equity of every backtest under its id', async () => {
    const [trades, orders, equity] = await Promise.all([rowsOf('trades'), rowsOf('orders'), rowsOf('equity')]);
    for (const { id, trades: count, metrics } of report.jobs) {
      const own = trades.filter(({ job_id }) => job_id === id);
      expect(own).toHaveLength(count);
      const pnl = own.reduce((sum, trade) => sum + Number(trade.pnl), 0);
      expect(pnl).toBeCloseTo(metrics?.net_profit ?? Number.NaN, 6);
      expect(orders.filter(({ job_id }) => job_id === id).length).toBeGreaterThan(count);
      const samples = equity.filter(({ job_id }) => job_id === id);
      expect(samples.map(({ time }) => time)).toEqual(
        Array.from({ length: 8 }, (_, day) => new Date(Date.UTC(2023, 7, 2 + day))),
      );
      expect(samples[7].equity).toBeCloseTo(metrics?.finishing_balance ?? Number.NaN, 6);
    }
  });

  it('types times as UTC, and numbers as numbers', () => {
    const { schema } = parquetMetadata(bytesOf('trades'));
    const typeOf = (name: string) => schema.find((element) => element.name === name);
    expect(typeOf('opened_at')).toMatchObject({
      type: 'INT64',
      logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
    });
    expect(typeOf('pnl')).toMatchObject({ type: 'DOUBLE' });
    expect(typeOf('symbol')).toMatchObject({ type: 'BYTE_ARRAY', converted_type: 'UTF8' });
  });

  it('has the same rows as CSV', async () => {
    for (const name of ['jobs', 'trades', 'orders', 'equity']) {
      const lines = readFileSync(join(project.folder, 'text', `${name}.csv`), 'utf8')
        .trimEnd()
        .split('\n');
      const rows = await rowsOf(name);
      expect(lines[0].split(',')).toEqual(Object.keys(rows[0]));
      expect(lines).toHaveLength(rows.length + 1);
    }
    const [, first] = readFileSync(join(project.folder, 'text/equity.csv'), 'utf8').split('\n');
    expect(first).toMatch(/^000\d-trend-[^,]*,2023-08-02T00:00:00\.000Z,10000$/);
  });

  it('plays backtests again whose records are not kept, and gives the same rows', async () => {
    await project.jbt('cache', 'flush');
    await project.jbt('export', '--to', 'again');
    for (const name of ['trades', 'orders']) expect(await rowsOf(name, 'again')).toEqual(await rowsOf(name));
  }, 60_000);

  it('refuses to overwrite files without --force', async () => {
    const refused = await project.jbt('export', '--to', 'out');
    expect(refused).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/^error FileExists: .*\n$/) });
    expect((await project.jbt('export', '--to', 'out', '--force')).code).toBe(0);
    expect(readdirSync(join(project.folder, 'out')).sort()).toEqual(
      ['equity', 'jobs', 'orders', 'trades'].map((name) => `${name}.parquet`),
    );
  }, 60_000);

  it.each([
    [[], 'error InvalidOption: jbt export needs a folder, such as --to results'],
    [['2022', '--to', 'x'], 'error FileNotFound: there is no run 2022'],
    [['--to', 'x', '--format', 'xls'], 'error InvalidOption: --format must be parquet or csv'],
    [['--to', 'fil.csv'], 'error OutputUnavailable: '],
  ])(
    'refuses %j in one line',
    async (argv, found) => {
      const { code, stdout, stderr } = await project.jbt('export', ...argv);
      expect({ isRefused: code === 2 || code === 4, stdout, lines: stderr.split('\n').length }).toEqual({
        isRefused: true,
        stdout: '',
        lines: 2,
      });
      expect(stderr).toContain(found);
    },
    60_000,
  );

  it('leaves out trades of a strategy that changed, says so, and has the rest', async () => {
    writeFileSync(join(project.folder, 'strategies/trend.ts'), TREND.replace('[10,', '[11,'));
    const { code, stderr } = await project.jbt('export', '--to', 'changed');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^warning: trades and orders of 3 backtests are left out: .*strategy trend changed\n$/);
    expect(await rowsOf('trades', 'changed')).toEqual([]);
    expect(await rowsOf('equity', 'changed')).toEqual(await rowsOf('equity'));
    expect(await rowsOf('jobs', 'changed')).toHaveLength(3);
  }, 60_000);
});
