import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OWN_PACKAGE } from '../src/adapters/system/package.ts';
import { runJbt } from './commands.ts';
import { type Bench, type Figure, limitOf } from './harness/figure.ts';
import { inFolder } from './harness/folder.ts';
import { sampleOf } from './harness/sample.ts';

const EXCHANGE = 'Binance Perpetual Futures';
const ROUNDS = 3;

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

/** Milliseconds of the run itself, and of the whole command, and the jobs that were played. */
interface RunCosts {
  readonly run: number;
  readonly command: number;
  readonly played: string;
}

/** A batch of 210 example backtests: played again, and with one strategy changed, against played for the first time. */
export const measure: Bench = async () => {
  const rounds: (readonly RunCosts[])[] = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await inFolder(playThrice));
  const [first, again, changed] = [0, 1, 2].map((turn) => rounds.map((costs) => costs[turn]));
  return [
    ...figuresOf('again', again, first, [`${first[0].played} at first`, `${again[0].played} again`]),
    ...figuresOf('one strategy changed', changed, first, [`${changed[0].played} again`]),
  ];
};

function figuresOf(
  name: string,
  costs: readonly RunCosts[],
  first: readonly RunCosts[],
  notes: readonly string[],
): readonly Figure[] {
  return (['run', 'command'] as const).map((part) => ({
    name: `${name}, ${part}`,
    unit: 'ms',
    cost: sampleOf(costs.map((cost) => cost[part])),
    limit: limitOf('played', sampleOf(first.map((cost) => cost[part]))),
    note: notes.join(', '),
  }));
}

function playThrice(folder: string): readonly RunCosts[] {
  prepare(folder);
  const first = run(folder);
  const again = run(folder);
  change(join(folder, 'strategies/breakout.ts'));
  return [first, again, run(folder)];
}

function prepare(folder: string): void {
  for (const part of ['strategies', 'candles'])
    cpSync(join(OWN_PACKAGE, 'examples', part), join(folder, part), { recursive: true });
  writeFileSync(join(folder, 'jbt.yaml'), BATCH);
  importExamples(folder, EXCHANGE);
}

/** Imports the candles of the examples, which lie in `candles/`. */
export function importExamples(folder: string, exchange: string): void {
  for (const base of ['FIL', 'NEAR']) {
    const files = ['08', '09'].map((month) => `candles/${base}USDT-1m-2023-${month}.csv.gz`);
    runJbt(folder, ['import', ...files, '--market', `${exchange}:${base}-USDT`]);
  }
}

function change(path: string): void {
  writeFileSync(path, readFileSync(path, 'utf8').replace('3, this.feeRate', '2, this.feeRate'));
}

function run(folder: string): RunCosts {
  const { stdout, ms } = runJbt(folder, ['run', '--json']);
  const { run, totals } = JSON.parse(stdout);
  const { jobs, cached } = totals;
  return {
    run: Date.parse(run.finished) - Date.parse(run.started),
    command: ms,
    played: `${jobs - cached} of ${jobs} played`,
  };
}
