import { type ChildProcess, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { builtFile } from '../src/adapters/system/package.ts';
import { type Candle, type CandleColumns, candleAt } from '../src/model/candle.ts';
import { MARKET } from './market.ts';

const MOST_OUTPUT = 2 ** 28;
const ROWS_AT_ONCE = 10_000;
const FILE = 'candles.csv';

export interface Finished {
  readonly stdout: string;
  readonly stderr: string;
  /** Milliseconds from start to end of the process. */
  readonly ms: number;
}

/** Runs `node ARGV` in a folder to its end; throws what it printed if it fails. */
export function runNode(folder: string, argv: readonly string[]): Finished {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: MOST_OUTPUT,
  });
  if (status !== 0) throw new Error(stderr.trim() || `node ${argv.join(' ')} ended with ${status}`);
  return { stdout, stderr, ms: performance.now() - started };
}

/** Runs a command of jbt, as it was built. */
export function runJbt(folder: string, argv: readonly string[], nodeOptions: readonly string[] = []): Finished {
  return runNode(folder, [...nodeOptions, builtFile('bin/jbt.js'), ...argv]);
}

/** Ends a process as `kill -9` does, and waits until it is gone. */
export async function kill(child: ChildProcess): Promise<void> {
  const over = once(child, 'exit');
  child.kill('SIGKILL');
  await over;
}

/** Imports candles into the store of a folder. */
export function importCandles(folder: string, candles: CandleColumns, market = MARKET): void {
  writeCandles(join(folder, FILE), candles);
  runJbt(folder, ['import', FILE, '--market', market]);
}

/** Writes candles with all their digits, so that they are read back as they are. */
export function writeCandles(path: string, candles: CandleColumns): void {
  writeRows(path, 'timestamp,open,high,low,close,volume', candles, ({ timestamp, open, high, low, close, volume }) =>
    [timestamp, open, high, low, close, volume].join(','),
  );
}

/** Writes a line a candle after a line of heads. */
export function writeRows(path: string, heads: string, candles: CandleColumns, lineOf: RowWriter): void {
  const file = openSync(path, 'w');
  writeSync(file, `${heads}\n`);
  for (let from = 0; from < candles.length; from += ROWS_AT_ONCE) {
    const length = Math.min(ROWS_AT_ONCE, candles.length - from);
    const lines = Array.from({ length }, (_, i) => `${lineOf(candleAt(candles, from + i), from + i)}\n`);
    writeSync(file, lines.join(''));
  }
  closeSync(file);
}

type RowWriter = (candle: Candle, index: number) => string;
