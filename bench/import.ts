import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { builtFile } from '../src/adapters/system/package.ts';
import type { Candle, CandleColumns } from '../src/model/candle.ts';
import { formatCount, formatRate } from '../src/run/text/numbers.ts';
import { runNode, writeRows } from './commands.ts';
import { type Bench, type Figure, limitOf } from './harness/figure.ts';
import { inFolder } from './harness/folder.ts';
import { sampleOf } from './harness/sample.ts';
import { randomWalk, YEAR_MINUTES } from './market.ts';
import type { ImportAction, ImportCosts } from './processes/import.ts';

const ROUNDS = 5;
const ACTIONS: readonly ImportAction[] = ['scan', 'read', 'import'];
const HEADS =
  'open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore';

/** Speed and peak memory of plain Binance files, read alone and imported, each in a process of its own. */
export const measure: Bench = () =>
  inFolder((folder) =>
    [YEAR_MINUTES, 4 * YEAR_MINUTES].flatMap((rows) => {
      const file = join(folder, `${rows}.csv`);
      writeKlines(file, randomWalk(rows));
      const rounds = Array.from({ length: ROUNDS }, () => ACTIONS.map((action) => costsOf(action, file, folder)));
      const [scan, read, whole] = ACTIONS.map((_action, index) => rounds.map((costs) => costs[index]));
      return [...figuresOf('read', rows, read, scan), ...figuresOf('import', rows, whole, scan)];
    }),
  );

/** Writes candles as Binance does: prices with four decimals, and six columns that jbt does not need. */
function writeKlines(path: string, candles: CandleColumns): void {
  writeRows(path, HEADS, candles, klineOf);
}

function klineOf({ timestamp, open, high, low, close, volume }: Candle, index: number): string {
  const prices = [open, high, low, close].map((price) => price.toFixed(4)).join(',');
  const traded = (volume * close).toFixed(5);
  return `${timestamp},${prices},${volume.toFixed(1)},${timestamp + 59_999},${traded},${index % 900},${volume.toFixed(1)},${traded},0`;
}

function costsOf(action: ImportAction, file: string, folder: string): ImportCosts {
  const home = mkdtempSync(join(folder, 'home-'));
  const { stdout } = runNode(home, [builtFile('bench/processes/import.js'), action, file]);
  rmSync(home, { recursive: true });
  return JSON.parse(stdout);
}

function figuresOf(
  action: ImportAction,
  rows: number,
  costs: readonly ImportCosts[],
  scan: readonly ImportCosts[],
): readonly Figure[] {
  const time = sampleOf(costs.map(({ milliseconds }) => milliseconds));
  const memory = sampleOf(costs.map(({ peakBytes }) => peakBytes / 2 ** 20));
  const limit = limitOf('scan of the bytes', sampleOf(scan.map(({ milliseconds }) => milliseconds)));
  const name = `${action} ${formatCount(rows)} rows`;
  const note = `${formatRate((rows / time.median) * 1000)} rows/s`;
  return [
    { name, unit: 'ms', cost: time, limit, note },
    { name: `${name}, peak`, unit: 'MiB', cost: memory, limit: null, note: '' },
  ];
}
