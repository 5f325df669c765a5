import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtFile, OWN_PACKAGE } from '../src/adapters/system/package.ts';

const EXCHANGE = 'Binance Perpetual Futures';

const BATCH = `
exchange: { name: ${EXCHANGE}, leverage: 3 }
from: 2023-08-11
to: 2023-10-01
backtests:
  - strategies: trend
    symbols: [FIL-USDT, NEAR-USDT]
    timeframes: [1m, 5m]
    warmup: 10D
    parameters: { fast: { from: 6, to: 14, step: 2 }, slow: { from: 30, to: 120, step: 10 } }
  - strategies: breakout
    symbols: [FIL-USDT, NEAR-USDT]
    timeframes: 15m
    parameters: { period: { from: 20, to: 40, step: 5 } }
`;

/** Times a batch of 210 example backtests: played, again, and with one strategy changed. */
export function main(): void {
  const folder = mkdtempSync(join(tmpdir(), 'jbt-bench-'));
  try {
    prepare(folder);
    const first = run(folder, 'played');
    const second = run(folder, 'again');
    change(join(folder, 'strategies/breakout.ts'));
    run(folder, 'one strategy changed');
    console.log(
      `again takes ${(second.run / first.run).toFixed(3)} of the run, ${(second.all / first.all).toFixed(3)} of the command`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function prepare(folder: string): void {
  for (const part of ['strategies', 'candles'])
    cpSync(join(OWN_PACKAGE, 'examples', part), join(folder, part), { recursive: true });
  writeFileSync(join(folder, 'jbt.yaml'), BATCH);
  for (const base of ['FIL', 'NEAR']) {
    const files = ['08', '09'].map((month) => `candles/${base}USDT-1m-2023-${month}.csv.gz`);
    jbt(folder, 'import', ...files, '--market', `${EXCHANGE}:${base}-USDT`);
  }
}

function change(path: string): void {
  writeFileSync(path, readFileSync(path, 'utf8').replace('3, this.feeRate', '2, this.feeRate'));
}

/** Returns the seconds of the run itself, and of the whole command. */
function run(folder: string, name: string): { readonly run: number; readonly all: number } {
  const begun = performance.now();
  const report = JSON.parse(jbt(folder, 'run', '--json'));
  const all = (performance.now() - begun) / 1000;
  const seconds = (Date.parse(report.run.finished) - Date.parse(report.run.started)) / 1000;
  const { jobs, cached } = report.totals;
  console.log(
    `${name.padEnd(21)} ${String(jobs - cached).padStart(4)} of ${jobs} played   run ${seconds.toFixed(2).padStart(6)} s   command ${all.toFixed(2).padStart(6)} s`,
  );
  return { run: seconds, all };
}

function jbt(folder: string, ...argv: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [builtFile('bin/jbt.js'), ...argv], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}
