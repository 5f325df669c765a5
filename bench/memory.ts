import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtFile } from '../src/adapters/system/package.ts';
import { median } from './measure.ts';

const MARKET = 'Binance Perpetual Futures:BTC-USDT';
const DAY_MINUTES = 1440;
const FAST = 100;
const ROUNDS = 3;

const STRATEGY = `import { int, Strategy, ta } from 'jbt';
export default class Tiny extends Strategy.with({ fast: int(1, 100, 5), number: int(1, 100, 1) }) {
  fast = this.indicator(ta.ema, { period: this.hp.fast });
  shouldLong() { return this.fast.crossedAbove(this.price); }
  goLong() { this.buy = [1, this.price]; }
  updatePosition() { if (this.fast.crossedBelow(this.price)) this.liquidate(); }
}
`;

/** Prints the largest heap and external memory that lived, in bytes, when the process ends. */
const PROBE = `data:text/javascript,import { isMainThread } from 'node:worker_threads';
let most = 0;
if (isMainThread) {
  setInterval(() => { gc(); const { heapUsed, external } = process.memoryUsage(); most = Math.max(most, heapUsed + external); }, 100).unref();
  process.on('exit', () => process.stderr.write('living ' + most + '\\n'));
}`;

/** Measures how much living memory of the coordinator a finished job takes: 10,000 one-day jobs against 2,000. */
export function main(): void {
  const folder = mkdtempSync(join(tmpdir(), 'jbt-bench-'));
  try {
    writeFileSync(join(folder, 'tiny.js'), STRATEGY);
    writeFileSync(join(folder, 'day.csv'), candles());
    jbt(folder, 'import', 'day.csv', '--market', MARKET);
    const growth = Array.from({ length: ROUNDS }, () => (livingOf(folder, 100) - livingOf(folder, 20)) / (80 * FAST));
    const spread = `${Math.min(...growth).toFixed(0)} to ${Math.max(...growth).toFixed(0)}`;
    console.log(`coordinator: ${median(growth).toFixed(0)} bytes a job (${spread}), one-day jobs, 2,000 to 10,000`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function candles(): string {
  const start = Date.UTC(2024, 0, 1);
  const rows = Array.from({ length: DAY_MINUTES }, (_, i) => {
    const price = (100 + 5 * Math.sin(i / 40)).toFixed(2);
    return `${start + i * 60_000},${price},${price},${price},${price},1`;
  });
  return `timestamp,open,high,low,close,volume\n${rows.join('\n')}\n`;
}

/** Bytes that lived at most while the batch was played. */
function livingOf(folder: string, numbers: number): number {
  const sets = [`fast=1..${FAST}`, `number=1..${numbers}`].flatMap((set) => ['--set', set]);
  const options = ['--timeframe', '15m', '--warmup', '0', '--cache', 'none', '--fresh', '--market', MARKET, ...sets];
  const stderr = jbt(folder, 'run', 'tiny.js', ...options);
  return Number(/living (\d+)/.exec(stderr)?.[1]);
}

function jbt(folder: string, ...argv: readonly string[]): string {
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--expose-gc', '--import', PROBE, builtFile('bin/jbt.js'), ...argv],
    { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 28 },
  );
  if (status !== 0) throw new Error(stderr);
  return stderr;
}
