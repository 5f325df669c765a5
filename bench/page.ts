import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { WebSocket } from 'ws';
import { builtFile } from '../src/adapters/system/package.ts';
import { servePage } from '../src/cli/dashboard/serve.ts';
import { framesOf } from '../src/dashboard/server/frames.ts';
import type { Runs } from '../src/dashboard/server/runs.ts';
import { EMPTY_VIEW, wireViewOf } from '../src/dashboard/wire.ts';
import type { JobReport, Report } from '../src/run/report.ts';
import { BATCH_FILE, type Batch, playBatch, prepareBatch, UNCACHED } from './batch.ts';
import { type Bench, limitOf } from './harness/figure.ts';
import { inFolder } from './harness/folder.ts';
import { sampleOf } from './harness/sample.ts';
import { randomWalk, YEAR_MINUTES } from './market.ts';

const ROWS = 50_000;
const SORTS = 10;
const JOBS = 5_000;
const CLIENTS = 200;
const ROUNDS = 3;
/** One thread plays, so that a core is left for the clients. */
const OPTIONS = [...UNCACHED, '--parallel', '1'];
const CHROMIUM = '/usr/bin/chromium';

/** The page with many rows in a browser, and a run that many pages follow against the same run that nobody follows. */
export const measure: Bench = ({ jobs }) =>
  inFolder(async (folder) => {
    const batch = prepareBatch(folder, randomWalk(YEAR_MINUTES), '1h', jobs ?? JOBS);
    const alone: WatchedRun[] = [];
    const followed: WatchedRun[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      alone.push(await playWatched(batch, 0));
      followed.push(await playWatched(batch, CLIENTS));
    }
    const sorts = await sortTimes(playBatch(batch, UNCACHED).report);
    const limit = (of: (run: WatchedRun) => number) => limitOf('no client', sampleOf(alone.map(of)));
    const note = `${batch.jobs} years, ${CLIENTS} clients`;
    return [
      { name: `sort ${ROWS} rows`, unit: 'ms', cost: sampleOf(sorts), limit: null, note: 'click to next frame' },
      { name: 'run', unit: 'ms', cost: sampleOf(followed.map(({ ms }) => ms)), limit: limit(({ ms }) => ms), note },
      {
        name: 'processor',
        unit: 'ms',
        cost: sampleOf(followed.map(({ processorMs }) => processorMs)),
        limit: limit(({ processorMs }) => processorMs),
        note: 'of the run alone: the clients need the cores too',
      },
      {
        name: 'peak memory',
        unit: 'MB',
        cost: sampleOf(followed.map(({ peakMb }) => peakMb)),
        limit: limit(({ peakMb }) => peakMb),
        note,
      },
    ];
  });

interface WatchedRun {
  readonly ms: number;
  /** Processor time of the process, but for its last moment. */
  readonly processorMs: number;
  readonly peakMb: number;
}

/** Plays the batch with `--dashboard`, while clients read everything that it sends. */
async function playWatched({ folder }: Batch, clients: number): Promise<WatchedRun> {
  const argv = [builtFile('bin/jbt.js'), 'run', BATCH_FILE, '--json', '--dashboard', ...OPTIONS];
  const run = spawn(process.execPath, argv, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const output: Buffer[] = [];
  run.stdout.on('data', (part: Buffer) => output.push(part));
  let peakMb = 0;
  let processorMs = 0;
  const sampling = setInterval(() => {
    peakMb = Math.max(peakMb, peakOf(run));
    processorMs = Math.max(processorMs, processorTimeOf(run));
  }, 100);
  const address = await addressOf(run);
  const sockets = Array.from({ length: clients }, () => new WebSocket(`${address.replace('http', 'ws')}live`, ['jbt']));
  for (const socket of sockets) socket.on('error', () => {});
  const code = await new Promise((done) => run.on('close', done));
  clearInterval(sampling);
  if (code !== 0) throw new Error(`the run ended with ${code}`);
  const { started, finished } = (JSON.parse(Buffer.concat(output).toString()) as Report).run;
  return { ms: Date.parse(finished ?? '') - Date.parse(started), processorMs, peakMb };
}

function addressOf(run: ChildProcess): Promise<string> {
  return new Promise((done, failed) => {
    let text = '';
    run.stderr?.on('data', (part: Buffer) => {
      text += String(part);
      const [address] = /http:\/\/127\.0\.0\.1:\d+\//.exec(text) ?? [];
      if (address !== undefined) done(address);
    });
    run.on('close', () => failed(new Error(text)));
  });
}

/** Peak of resident memory so far; 0 where the system does not tell it. */
function peakOf({ pid }: ChildProcess): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** Ticks of the clock that Linux counts in, on every usual kernel. */
const TICK_MS = 10;

/** Processor time so far; 0 where the system does not tell it. */
function processorTimeOf({ pid }: ChildProcess): number {
  try {
    const [, fields] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
    const [user, system] = fields.split(' ').slice(11, 13).map(Number);
    return (user + system) * TICK_MS;
  } catch {
    return 0;
  }
}

/** Milliseconds from a click on a heading until the sorted rows are drawn. */
async function sortTimes(report: Report): Promise<readonly number[]> {
  const rows = Array.from({ length: ROWS }, (_, index) => ({
    ...report.jobs[index % report.jobs.length],
    id: `${index}`,
  }));
  const server = await servePage(runsOf(report, rows), { host: '127.0.0.1', port: 0, token: null });
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
  try {
    const page = await browser.newPage();
    await page.goto(server.url);
    await page.getByText(String(ROWS), { exact: true }).waitFor();
    const times: number[] = [];
    for (let sort = 0; sort < SORTS; sort++) times.push(await page.evaluate<number>(CLICK));
    return times;
  } finally {
    await browser.close();
    await server.close();
  }
}

/** Runs in the page. The second frame begins when the first has been drawn. */
const CLICK = `new Promise((done) => {
  const start = performance.now();
  document.querySelector('[role=columnheader]:nth-last-child(2) button').click();
  requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start)));
})`;

function runsOf(report: Report, rows: readonly JobReport[]): Runs {
  return {
    list: async () => [],
    async follow(_run, follower) {
      const view = { ...wireViewOf(EMPTY_VIEW), report: { ...report, jobs: [] } };
      for (const frame of framesOf('bench', view, rows)) follower.send(frame);
      return () => {};
    },
    session: () => Promise.reject(new Error('no backtest is kept')),
    inputs: async () => null,
    cancel: () => Promise.reject(new Error('nothing is played')),
  };
}
