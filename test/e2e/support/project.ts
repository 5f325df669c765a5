import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { MINUTE } from '../../../src/model/time.ts';
import type { Report } from '../../../src/run/report.ts';

export const JBT = join(import.meta.dirname, '../../../dist/bin/jbt.js');

export const MARKET = 'Binance Perpetual Futures:FIL-USDT';
const START = Date.UTC(2023, 7, 1);

/** Lines that only a slow machine shows. */
const WAITING = /^waiting: .*\n/gm;

/** Exit code and output of a process. */
export interface Ended {
  /** Null when it was killed. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process of jbt that may still run. */
export interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** A folder with strategies, candles and batch files, and the built jbt to use on it. */
export class Project {
  readonly folder = mkdtempSync(join(tmpdir(), 'jbt-project-'));

  constructor(files: Readonly<Record<string, string>>) {
    for (const [path, content] of Object.entries(files)) this.write(path, content);
  }

  write(path: string, content: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), content);
  }

  start(...argv: readonly string[]): Running {
    return this.startWith({}, ...argv);
  }

  startWith(variables: Readonly<Record<string, string>>, ...argv: readonly string[]): Running {
    const { REDIS_HOST: _none, ...env } = process.env;
    const child = spawn(process.execPath, [JBT, ...argv], { cwd: this.folder, env: { ...env, ...variables } });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const ended = new Promise<Ended>((resolve) => {
      child.on('close', (code) => resolve({ code, stdout, stderr: stderr.replaceAll(WAITING, '') }));
    });
    return { process: child, ended };
  }

  jbt(...argv: readonly string[]): Promise<Ended> {
    return this.start(...argv).ended;
  }

  /** Imports the candles of `fil.csv`. */
  async importCandles(): Promise<void> {
    const { code, stderr } = await this.jbt('import', 'fil.csv', '--market', MARKET);
    if (code !== 0) throw new Error(stderr);
  }

  /** Plays to the end and reads the report from standard output. */
  async report(...argv: readonly string[]): Promise<Report> {
    const { code, stdout, stderr } = await this.jbt(...argv, '--json');
    if (code !== 0 && code !== 1) throw new Error(`exit ${code}: ${stderr}`);
    return JSON.parse(stdout);
  }

  /** Folders of runs, oldest first. */
  runs(): readonly string[] {
    const runs = join(this.folder, '.jbt/runs');
    return existsSync(runs) ? readdirSync(runs).sort() : [];
  }

  read(run: string, file: string): string {
    const path = join(this.folder, '.jbt/runs', run, file);
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  }

  /** Starts jbt and waits until the run it begins has journalled so many outcomes. */
  async startUntil(outcomes: number, ...argv: readonly string[]): Promise<Running & { readonly run: string }> {
    const before = this.runs();
    const running = this.start(...argv);
    for (;;) {
      const run = this.runs().find((id) => !before.includes(id));
      if (run !== undefined && this.outcomesIn(run) >= outcomes) return { ...running, run };
      if (hasEnded(running.process)) throw new Error((await running.ended).stderr);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** Outcomes that a run has journalled. */
  outcomesIn(run: string): number {
    return this.read(run, 'journal.ndjson').split('\n').length - 1;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Minutes of a price that wanders, the same ones every time. */
export function candlesCsv(minutes: number, start = START): string {
  let state = 1;
  let price = 4;
  const rows = Array.from({ length: minutes }, (_, index) => {
    state = (state * 48_271) % 2_147_483_647;
    const open = price;
    price = Math.max(1, Math.round((price + (state / 2_147_483_647 - 0.5) * 0.02) * 10_000) / 10_000);
    const [high, low] = [Math.max(open, price), Math.min(open, price)];
    return [start + index * MINUTE, open, high, low, price, 10 + (state % 7)].join(',');
  });
  return ['timestamp,open,high,low,close,volume', ...rows].join('\n');
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

/** A batch file of one strategy, one market, and these values of its parameter `every`. */
export function batch(strategy: string, values: readonly number[]): string {
  return `
exchange: Binance Perpetual Futures
backtests:
  - strategies: ${strategy}
    symbols: FIL-USDT
    timeframes: [15m]
    parameters:
      every: [${values.join(', ')}]
`;
}

/** What two runs share, of which one was mirrored to Redis. */
export function resultsOf(report: Report): object {
  const { redis: _redis, ...rest } = lasting(report) as Readonly<Record<string, unknown>>;
  return rest;
}

/** The part of a report that two runs of a batch share: all but times, ids and attempts. */
export function lasting({ run: _run, environment: _environment, cache: _cache, jobs, ...rest }: Report): object {
  return { ...rest, jobs: jobs.map(({ seconds: _seconds, attempts: _attempts, ...job }) => job) };
}
