import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Report } from '../../src/run/report.ts';
import { cuttableWay, type RedisServer, startRedis } from '../support/redis-server.ts';
import { testProcess } from '../support/test-process.ts';
import { drawn } from './support/drawn.ts';
import { batch, candlesCsv, JBT, Project, resultsOf } from './support/project.ts';
import { TREND } from './support/strategies.ts';

const JOBS = 90;
const KILLS = 10;
/** Takes a moment of work and no look at a clock, so that two machines must come to the same. */
const BUSY = TREND.replace('class Trend', 'class Busy').replace(
  'shouldLong() {',
  `work = 1;
  before() {
    if (this.index !== 0) return;
    for (let n = 0; n < 1.2e6; n++) this.work = Math.sin(this.work + n);
  }
  shouldLong() {`,
);
/** Kills its whole process, with one value of its parameter. */
const POISON = TREND.replace('class Trend', 'class Poison').replace(
  'shouldLong() {',
  `before() { if (this.index === 3 && this.hp.every === 5) new Function('process.kill(process.pid, "SIGKILL")')(); }
  shouldLong() {`,
);
const FILES = {
  'fil.csv': candlesCsv(2 * 1440),
  'strategies/busy.ts': BUSY,
  'strategies/poison.ts': POISON,
  'poison.yaml': batch('strategies/poison.ts', [3, 5, 7]),
  'jbt.yaml': batch(
    'strategies/busy.ts',
    Array.from({ length: JOBS }, (_, n) => n + 3),
  ),
};

let server: RedisServer;
let project: Project;
let local: object;

beforeAll(async () => {
  server = await startRedis();
  project = await laboratory();
  local = resultsOf(await project.report('run', '--no-cache'));
});

afterAll(async () => {
  await server.stop();
});

const REMOTE = ['run', '--no-cache', '--remote', '--json', '--redis'] as const;
const url = (port = server.port) => `redis://127.0.0.1:${port}`;

/** A machine with the project and its candles. */
async function laboratory(): Promise<Project> {
  const made = new Project(FILES);
  afterAll(() => made.remove());
  await made.importCandles();
  return made;
}

function reportIn({ code, stdout, stderr }: { readonly code: number | null; stdout: string; stderr: string }): Report {
  if (code !== 0) throw new Error(`exit ${code}: ${stderr}`);
  return JSON.parse(stdout);
}

/** The results, of which the journal must have each once. */
function countedOnce(report: Report): object {
  expect(project.read(report.run.id, 'journal.ndjson').trimEnd().split('\n')).toHaveLength(JOBS);
  return resultsOf(report);
}

/** A worker with a folder of its own, whose death is noticed within two seconds. */
function worker(host: string, port = server.port) {
  const argv = testProcess('remote-worker', url(port), join(project.folder, `bundles-${host}`), host);
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'ignore', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

describe('a run on several machines', () => {
  it(`comes to the report of one machine though workers are killed at ${KILLS} random points`, async () => {
    const workers = ['a', 'b', 'c'].map((host) => worker(host));
    const run = await project.startUntil(1, ...REMOTE, url());
    const numbers = drawn();
    const points = Array.from({ length: KILLS }, () => numbers.next().value * (JOBS - workers.length - 1));
    for (const point of points.sort((a, b) => a - b)) {
      await expect.poll(() => project.outcomesIn(run.run), { interval: 5 }).toBeGreaterThan(point);
      await wait(numbers.next().value * 50);
      const index = Math.floor(numbers.next().value * workers.length);
      workers[index].kill('SIGKILL');
      workers[index] = worker(`after-${Math.floor(point)}`);
    }
    expect(countedOnce(reportIn(await run.ended))).toEqual(local);
  });

  it('plays elsewhere what a worker had whose line was cut, and takes it back when the line is mended', async () => {
    const way = await cuttableWay(server.port);
    onTestFinished(() => way.close());
    worker('far', way.port);
    const run = await project.startUntil(3, ...REMOTE, url());
    way.cut();
    const near = worker('near');
    expect(countedOnce(reportIn(await run.ended))).toEqual(local);
    near.kill('SIGKILL');
    way.mend();
    expect(countedOnce(reportIn(await project.jbt(...REMOTE, url(), '--fresh')))).toEqual(local);
  });

  it('goes on without a worker whose disk is full, and says so', async () => {
    const words = ['worker', '--redis', url(), '--parallel', '1', '--host', 'full', '--cache', 'full'];
    const full = spawn('bash', ['-c', `ulimit -f 0; exec "$0" "$@"`, process.execPath, JBT, ...words], {
      cwd: project.folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    full.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    onTestFinished(() => void full.kill('SIGKILL'));
    await expect.poll(() => said).toContain('worker: 1 thread for');
    const run = project.start(...REMOTE, url());
    await expect.poll(() => said).toMatch(/worker: refuses \S+: EFBIG/);
    worker('other');
    const ended = await run.ended;
    expect(countedOnce(reportIn(ended))).toEqual(local);
    expect(ended.stderr).toMatch(/the worker on full does not play this run: EFBIG/);
    expect(full.exitCode).toBeNull();
  });

  it('fails a backtest that kills its workers, and plays all others', async () => {
    let isOver = false;
    const keep = async (host: string): Promise<void> => {
      while (!isOver) await once(worker(host), 'exit');
    };
    void keep('a');
    void keep('b');
    const { code, stdout } = await project.jbt('run', 'poison.yaml', ...REMOTE.slice(1), url());
    isOver = true;
    expect(code).toBe(1);
    expect(JSON.parse(stdout).jobs).toMatchObject([
      { status: 'done' },
      { status: 'failed', error: { code: 'WorkerDied', message: expect.stringContaining('never heard of again') } },
      { status: 'done' },
    ]);
  });

  it('goes on where its folder is taken to another machine, when its own is gone', async () => {
    worker('a');
    const run = await project.startUntil(10, ...REMOTE, url());
    run.process.kill('SIGKILL');
    await run.ended;
    const other = await laboratory();
    cpSync(join(project.folder, '.jbt/runs', run.run), join(other.folder, '.jbt/runs', run.run), { recursive: true });
    const { stderr, ...ended } = await other.jbt(...REMOTE, url());
    expect(stderr).toMatch(new RegExp(`run ${run.run} goes on: \\d+ backtests done already`));
    expect(resultsOf(reportIn({ ...ended, stderr }))).toEqual(local);
    project.remove();
  });
});
