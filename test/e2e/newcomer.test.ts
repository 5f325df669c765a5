import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { archiveServer, binanceCsv } from '../support/archive-server.ts';
import { type Ended, MARKET } from './support/project.ts';

const ROOT = join(import.meta.dirname, '../..');

function run(cwd: string, command: string, ...argv: readonly string[]): Ended {
  const { status, stdout, stderr } = spawnSync(command, argv, { cwd, encoding: 'utf8' });
  return { code: status, stdout, stderr };
}

/** As `npm install` of the packed jbt leaves a folder; what jbt depends on is linked, so that no network is needed. */
function installPacked(folder: string): void {
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, 'jbt-runner'), { recursive: true });
  mkdirSync(join(modules, '.bin'));
  for (const name of readdirSync(join(ROOT, 'node_modules')).filter((entry) => !entry.startsWith('.'))) {
    symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  }
  run(folder, 'npm', 'pack', ROOT, '--ignore-scripts', '--silent');
  const [archive] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  run(folder, 'tar', '-xzf', archive, '-C', join(modules, 'jbt-runner'), '--strip-components=1');
  symlinkSync('../jbt-runner/dist/bin/jbt.js', join(modules, '.bin/jbt'));
}

describe("a newcomer's path, from the packed jbt", () => {
  const folder = mkdtempSync(join(tmpdir(), 'jbt-newcomer-'));
  const lab = join(folder, 'lab');
  const jbt = (...argv: readonly string[]): Ended => run(lab, 'npx', '--no', '--', 'jbt', ...argv);

  beforeAll(() => {
    installPacked(folder);
    const { code, stderr } = run(folder, 'npx', '--no', '--', 'jbt', 'init', 'lab');
    if (code !== 0) throw new Error(stderr);
    symlinkSync('../node_modules', join(lab, 'node_modules'));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('jbt init is followed by tests that pass', () => {
    const { code, stdout } = run(lab, 'npm', 'test');
    expect({ code, passed: stdout.match(/pass \d+/)?.[0] }).toEqual({ code: 0, passed: 'pass 3' });
  });

  it('npx jbt run plays the batch file', () => {
    const { code, stdout } = jbt('run');
    expect(stdout).toContain('Best 10 of 24 by Net profit %');
    expect(code).toBe(0);
  });

  it('npx jbt report prints it in another order', () => {
    expect(jbt('report', '--sort', 'sharpe_ratio', '--top', '3').stdout).toContain('Best 3 of 24 by Sharpe ratio');
  });

  it('npx jbt show shows the best backtest in full', () => {
    const { code, stdout } = jbt('show');
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/FIL-USDT 4h fast=8 slow=26[\s\S]+Buy and hold/),
    });
  });

  it('npx jbt export writes the batch for pandas, polars and DuckDB', () => {
    expect(jbt('export', '--to', 'results')).toMatchObject({ code: 0 });
    expect(readdirSync(join(lab, 'results')).sort()).toEqual(
      ['equity', 'jobs', 'orders', 'trades'].map((name) => `${name}.parquet`),
    );
  });

  it('npx jbt download adds the month before, so that a run can begin earlier', async () => {
    const server = await archiveServer();
    const july = Date.UTC(2023, 6, 1);
    const path = 'data/futures/um/monthly/klines/FILUSDT/1m/FILUSDT-1m-2023-07.zip';
    server.publish(path, binanceCsv(july, 31 * 1_440));
    const range = ['--since', '2023-07-01', '--until', '2023-08-01'];
    const argv = ['--from', 'binance-dumps', '--base-url', server.url, '--market', MARKET, ...range];
    // The server answers in this process, which therefore must not stand still.
    await promisify(execFile)('npx', ['--no', '--', 'jbt', 'download', ...argv], { cwd: lab });
    expect(jbt('candles').stdout).toContain('132480 minutes, 2023-07-01 00:00 to 2023-09-30 23:59, no gaps');
    const flags = ['--market', MARKET, '--timeframe', '1h', '--from', '2023-07-20', '--to', '2023-08-10', '--json'];
    const { code, stdout } = jbt('run', 'strategies/trend.ts', ...flags);
    expect({ code, status: JSON.parse(stdout).jobs[0].status }).toEqual({ code: 0, status: 'done' });
  });

  it('npx jbt runs lists the batch and what the tests played', () => {
    expect(jbt('runs').stdout.match(/ finished /g)?.length).toBe(4);
  });

  it('a fresh clone imports the candles again', () => {
    const { code, stdout } = run(lab, 'npm', 'run', 'candles');
    expect({ code, imports: stdout.match(/0 new, 4\d{4} already stored/g)?.length }).toEqual({ code: 0, imports: 4 });
  });

  it('the compiler and an editor find the types and the schema', () => {
    expect(run(lab, process.execPath, 'node_modules/typescript/bin/tsc')).toMatchObject({ code: 0, stdout: '' });
    const [, schema] = /\$schema=(\S+)/.exec(readFileSync(join(lab, 'jbt.yaml'), 'utf8')) ?? [];
    expect(existsSync(join(lab, schema))).toBe(true);
  });
});
