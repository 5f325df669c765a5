import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Manifest } from '../../src/run/manifest.ts';
import type { Report } from '../../src/run/report.ts';
import { type RedisServer, startRedis } from '../support/redis-server.ts';
import { batch, candlesCsv, Project, type Running, resultsOf } from './support/project.ts';
import { SLOW, TREND } from './support/strategies.ts';

const VALUES = Array.from({ length: 40 }, (_, n) => n + 3);
const project = new Project({
  'fil.csv': candlesCsv(2 * 1440),
  'strategies/slow.ts': SLOW,
  'strategies/trend.ts': TREND,
  'jbt.yaml': batch('strategies/slow.ts', VALUES),
  'quick.yaml': batch('strategies/trend.ts', VALUES),
});

let server: RedisServer;
let local: object;

beforeAll(async () => {
  server = await startRedis();
  await project.importCandles();
  local = resultsOf(await project.report('run', '--no-cache'));
});

afterAll(async () => {
  await server.stop();
  project.remove();
});

const url = ({ host, port }: RedisServer = server) => `redis://${host}:${port}`;
const remote = (...words: readonly string[]) => ['run', ...words, '--no-cache', '--remote', '--redis', url()];

/** A worker of one thread with a folder of its own, as on a machine of its own. */
function worker(name: string): Running & { readonly said: () => string } {
  const running = project.start(
    'worker',
    '--redis',
    url(),
    '--parallel',
    '1',
    '--cache',
    `worker-${name}`,
    '--host',
    name,
  );
  let said = '';
  running.process.stderr?.on('data', (text: string) => {
    said += text;
  });
  onTestFinished(async () => {
    running.process.kill('SIGKILL');
    await running.ended;
  });
  return { ...running, said: () => said };
}

const playing = async (one: { readonly said: () => string }) => expect.poll(one.said).toMatch(/worker: plays \S+\n$/);

async function reportOf({ ended }: Running) {
  const { code, stdout, stderr } = await ended;
  if (code !== 0) throw new Error(`exit ${code}: ${stderr}`);
  return resultsOf(JSON.parse(stdout));
}

describe('jbt run --remote', () => {
  it('comes to the report of one machine on two workers', async () => {
    const workers = [worker('b'), worker('a')];
    for (const each of workers) await expect.poll(each.said).toContain('worker: 1 thread for');
    const { code, stdout, stderr } = await project.jbt(...remote(), '--json');
    const report: Report = JSON.parse(stdout);
    expect({ code, report: resultsOf(report) }).toEqual({ code: 0, report: local });
    expect(report.environment.threads).toBe(2);
    for (const each of workers) expect(each.said()).toContain('worker: plays');
    const { host, port } = server;
    expect(stderr).toContain(`run ${report.run.id}: 40 backtests on the workers at ${host}:${port}\n`);
    expect(stderr).toMatch(/^workers: .*\b[ab] \(1 thread\)/m);
    const { hosts = [] }: Manifest = JSON.parse(project.read(report.run.id, 'manifest.json'));
    const software = { jbt: report.environment.jbt, node: report.environment.node };
    expect(hosts).toMatchObject(['a', 'b'].map((name) => ({ host: name, threads: 1, ...software })));
    expect(hosts.reduce((sum, { jobs }) => sum + jobs, 0)).toBe(VALUES.length);
  });

  it('comes to the same through a shared folder, and on this machine too', async () => {
    expect(
      resultsOf(await project.report(...remote('--local-too', '--parallel', '2', '--shared-folder', 'shared'))),
    ).toEqual(local);
    expect(existsSync(join(project.folder, 'shared'))).toBe(true);
  });

  it('plays the jobs of a killed worker elsewhere', async () => {
    const workers = [worker('a'), worker('b'), worker('c')];
    const run = await project.startUntil(3, ...remote('--json'));
    workers[1].process.kill('SIGKILL');
    expect(await reportOf(run)).toEqual(local);
  });

  it('plays the jobs of a frozen worker elsewhere, and takes it back when it thaws', async () => {
    const frozen = worker('a');
    const run = await project.startUntil(3, ...remote('--json'));
    frozen.process.kill('SIGSTOP');
    const other = worker('b');
    expect(await reportOf(run)).toEqual(local);
    other.process.kill('SIGKILL');
    frozen.process.kill('SIGCONT');
    expect(resultsOf(await project.report(...remote()))).toEqual(local);
  });

  it('ends right when Redis is emptied in the middle', async () => {
    worker('a');
    worker('b');
    const run = await project.startUntil(3, ...remote('--json'));
    const redis = new Redis({ host: server.host, port: server.port });
    await redis.flushall();
    redis.disconnect();
    expect(await reportOf(run)).toEqual(local);
  });

  it('ends right when Redis is killed and comes back empty', async () => {
    worker('a');
    worker('b');
    const run = await project.startUntil(3, ...remote('--json'));
    await server.restart();
    expect(await reportOf(run)).toEqual(local);
  });

  it('goes on with the same command when the coordinator was killed', async () => {
    worker('a');
    const run = await project.startUntil(5, ...remote('--json'));
    run.process.kill('SIGKILL');
    await run.ended;
    const { stderr, stdout } = await project.jbt(...remote('--json'));
    expect(stderr).toMatch(new RegExp(`run ${run.run} goes on: \\d+ backtests done already`));
    expect(resultsOf(JSON.parse(stdout))).toEqual(local);
    const { hosts = [] }: Manifest = JSON.parse(project.read(run.run, 'manifest.json'));
    const [, found] = /goes on: (\d+)/.exec(stderr) ?? [];
    expect(hosts).toHaveLength(1);
    expect(hosts[0].jobs).toBeGreaterThanOrEqual(VALUES.length - Number(found));
  });

  it('serves two runs at a time', async () => {
    worker('a');
    worker('b');
    const other = project.report('run', 'quick.yaml', '--no-cache');
    const [slow, quick] = await Promise.all([
      project.report(...remote('jbt.yaml')),
      project.report(...remote('quick.yaml')),
    ]);
    expect([resultsOf(slow), resultsOf(quick)]).toEqual([local, resultsOf(await other)]);
  });

  it('cancels on all workers when it is interrupted, and they go on', async () => {
    const workers = [worker('a'), worker('b')];
    const run = await project.startUntil(2, ...remote('--fresh'));
    run.process.kill('SIGINT');
    expect((await run.ended).code).toBe(130);
    for (const each of workers) {
      await expect.poll(each.said).toMatch(/worker: is done with \S+\n$/);
      expect(each.process.exitCode).toBeNull();
    }
  });

  it('plays on where a worker is interrupted, which gives back what it plays', async () => {
    const leaving = worker('a');
    const run = await project.startUntil(2, ...remote('--json', '--fresh'));
    await playing(leaving);
    leaving.process.kill('SIGINT');
    expect((await leaving.ended).code).toBe(0);
    worker('b');
    expect(await reportOf(run)).toEqual(local);
  });

  it('says that no worker has come', async () => {
    const run = project.start(...remote('--fresh'));
    let said = '';
    run.process.stderr?.on('data', (text: string) => {
      said += text;
    });
    await expect.poll(() => said).toContain('no worker has come yet');
    run.process.kill('SIGINT');
    expect((await run.ended).code).toBe(130);
  });

  it('warns of a Redis that may drop what a run needs', async () => {
    const dropping = await startRedis(['--maxmemory-policy', 'allkeys-lru']);
    onTestFinished(() => dropping.stop());
    const words = ['run', 'quick.yaml', '--no-cache', '--remote', '--local-too', '--redis', url(dropping)];
    const { code, stderr } = await project.jbt(...words);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('has maxmemory-policy allkeys-lru') });
  });

  it('alone loads BullMQ', async () => {
    project.write(
      'loaded.cjs',
      `process.on('exit', () => require('node:fs').writeFileSync(process.env.LOADED,
        Object.keys(require.cache).filter((path) => path.includes('bullmq')).join('\\n')));`,
    );
    const loadedBy = async (...words: readonly string[]): Promise<string> => {
      const file = join(project.folder, 'loaded.txt');
      const variables = { NODE_OPTIONS: `--require ${join(project.folder, 'loaded.cjs')}`, LOADED: file };
      const { code, stderr } = await project.startWith(variables, ...words).ended;
      if (code !== 0) throw new Error(stderr);
      return readFileSync(file, 'utf8');
    };
    expect(await loadedBy(...remote('quick.yaml', '--local-too'))).toContain('bullmq');
    expect(await loadedBy('run', 'quick.yaml', '--no-cache', '--redis', url())).toBe('');
  });

  it.each([
    [['run', '--remote'], '--remote needs a Redis: give --redis URL, or set REDIS_HOST', 2],
    [['run', '--local-too'], '--local-too goes with --remote', 2],
    [['run', '--shared-folder', 'x'], '--shared-folder goes with --remote', 2],
    [['run', '--remote', '--inline', '--redis', 'redis://127.0.0.1:1'], '--inline and --remote exclude each other', 2],
    [['run', '--remote', '--parallel', '2', '--redis', 'redis://127.0.0.1:1'], 'go with --local-too', 2],
    [['run', '--fresh', '--no-cache', '--remote', '--redis', 'redis://127.0.0.1:1'], 'does not answer', 4],
    [['worker'], 'a worker needs a Redis: give --redis URL, or set REDIS_HOST', 2],
    [['worker', '--redis', 'redis://127.0.0.1:1'], 'does not answer', 4],
    [['worker', '--host', ''], '--host must be a name of 1 to 64 printable characters, got ""', 2],
    [['worker', '--host', ' a'], 'must be a name of 1 to 64 printable characters, got " a"', 2],
    [['worker', '--host', 'a\u001b[2J'], 'must be a name of 1 to 64 printable characters', 2],
    [['worker', '--host', 'a'.repeat(65)], 'must be a name of 1 to 64 printable characters', 2],
    [['worker', '--host', 'a', '--host', 'b'], 'must be a name of 1 to 64 printable characters', 2],
  ])('refuses jbt %j', async (words, message, exitCode) => {
    const before = project.runs();
    const { code, stderr } = await project.jbt(...words);
    expect({ code, stderr }).toEqual({ code: exitCode, stderr: expect.stringContaining(message) });
    expect(project.runs()).toEqual(before);
  });
});
