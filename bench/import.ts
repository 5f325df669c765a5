import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtFile } from '../src/adapters/system/package.ts';
import { type CandleColumns, candleAt } from '../src/model/candle.ts';
import type { ImportCosts } from './import-process.ts';
import { randomWalk } from './market.ts';

const YEAR_MINUTES = 525_600;
const ROUNDS = 5;
const ROWS_AT_ONCE = 10_000;
const HEADER =
  'open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore\n';

/** Speed and peak memory of plain Binance files, read alone and imported, each in a process of its own. */
export function main(): void {
  const folder = mkdtempSync(join(tmpdir(), 'jbt-bench-'));
  try {
    const cases = [YEAR_MINUTES, 4 * YEAR_MINUTES].flatMap((rows) => {
      const file = join(folder, `${rows}.csv`);
      writeKlines(file, randomWalk(rows));
      return (['read', 'import'] as const).map((action) => ({ action, file, rows, costs: [] as ImportCosts[] }));
    });
    for (let round = 0; round < ROUNDS; round++) {
      for (const { action, file, costs } of cases) costs.push(measure(action, file, folder));
    }
    for (const { action, rows, costs } of cases) tell(action, rows, costs);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Writes candles as Binance does: prices with four decimals, and six columns that jbt does not need. */
function writeKlines(path: string, candles: CandleColumns): void {
  const file = openSync(path, 'w');
  writeSync(file, HEADER);
  for (let from = 0; from < candles.length; from += ROWS_AT_ONCE) {
    const length = Math.min(ROWS_AT_ONCE, candles.length - from);
    writeSync(file, Array.from({ length }, (_, i) => klineOf(candles, from + i)).join(''));
  }
  closeSync(file);
}

function klineOf(candles: CandleColumns, index: number): string {
  const { timestamp, open, high, low, close, volume } = candleAt(candles, index);
  const prices = [open, high, low, close].map((price) => price.toFixed(4)).join(',');
  const traded = (volume * close).toFixed(5);
  return `${timestamp},${prices},${volume.toFixed(1)},${timestamp + 59_999},${traded},${index % 900},${volume.toFixed(1)},${traded},0\n`;
}

function measure(action: 'read' | 'import', file: string, folder: string): ImportCosts {
  const home = mkdtempSync(join(folder, 'home-'));
  const argv = [builtFile('bench/import-process.js'), action, file];
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { cwd: home, encoding: 'utf8' });
  rmSync(home, { recursive: true });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

function tell(action: string, rows: number, costs: readonly ImportCosts[]): void {
  const speeds = costs.map(({ milliseconds }) => rows / milliseconds / 1_000).sort((a, b) => a - b);
  const speed = (index: number) => speeds[index].toFixed(2);
  const peak = Math.max(...costs.map(({ peakBytes }) => peakBytes)) / 2 ** 20;
  console.log(
    `${action.padEnd(6)} ${rows.toLocaleString('en').padStart(9)} rows   ` +
      `median ${speed(speeds.length >> 1)} M rows/s (${speed(0)} to ${speed(speeds.length - 1)})   peak ${peak.toFixed(0)} MB`,
  );
}
