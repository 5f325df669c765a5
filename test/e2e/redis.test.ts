import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RedisServer, startRedis } from '../support/redis-server.ts';
import { batch, candlesCsv, lasting, Project } from './support/project.ts';
import { SLOW } from './support/strategies.ts';

const project = new Project({
  'fil.csv': candlesCsv(2 * 1440),
  'strategies/slow.ts': SLOW,
  'jbt.yaml': batch('strategies/slow.ts', [3, 5, 7, 9, 11, 13]),
});

let server: RedisServer;

beforeAll(async () => {
  server = await startRedis();
  await project.importCandles();
});

afterAll(async () => {
  await server.stop();
  project.remove();
});

const withRedis = () => ['run', '--parallel', '2', '--redis', `redis://${server.host}:${server.port}`];

describe('jbt run --redis', () => {
  it("publishes the run in Jesse's envelope", async () => {
    const events = new Set<string>();
    const channels = new Set<string>();
    const redis = new Redis({ host: server.host, port: server.port });
    redis.on('pmessage', (_pattern, channel: string, text: string) => {
      channels.add(channel);
      events.add(JSON.parse(text).event);
    });
    await redis.psubscribe('*');
    const report = await project.report(...withRedis());
    await redis.ping();
    redis.disconnect();
    expect([...channels]).toEqual(['9000:channel:1']);
    expect([...events]).toEqual(expect.arrayContaining(['backtest.general_info', 'backtest.metrics']));
    expect(report.redis?.published).toBeGreaterThan(6);
  });

  it('reports what a Redis that is not there missed, up to the end', async () => {
    const report = await project.report('run', '--redis', 'redis://127.0.0.1:1');
    expect(report.redis?.published).toBe(0);
    // At least what each of the six backtests tells of itself, and the beginning and the end of the run.
    expect(report.redis?.dropped).toBeGreaterThan(6 * 5);
    expect(JSON.parse(project.read(report.run.id, 'report.json'))).toEqual(report);
  });

  it('keeps and shows no password, and lets nobody else read the run', async () => {
    const password = 'correct-horse';
    const { code, stdout, stderr } = await project.jbt('run', '--redis', `redis://:${password}@127.0.0.1:1`, '--json');
    expect(code).toBe(0);
    const run = project.runs().at(-1) ?? '';
    const files = readdirSync(join(project.folder, '.jbt/runs', run));
    expect(files).toEqual(expect.arrayContaining(['journal.ndjson', 'manifest.json', 'report.json']));
    for (const text of [stdout, stderr, ...files.map((file) => project.read(run, file))])
      expect(text).not.toContain(password);
    expect(JSON.parse(stdout).run.command).toBe("jbt run --redis 'redis://***@127.0.0.1:1' --json");
    const modes = ['', ...files].map((file) => statSync(join(project.folder, '.jbt/runs', run, file)).mode & 0o077);
    expect(new Set(modes)).toEqual(new Set([0]));
    const twice = await project.jbt('run', '--redis', `redis://:${password}@a`, '--redis', `redis://:${password}@b`);
    expect(twice).toMatchObject({ code: 2, stderr: expect.not.stringContaining(password) });
  });

  it('comes to the same results and exit code when Redis dies in the middle', async () => {
    const undisturbed = await project.report('run', '--parallel', '2');
    const { ended } = await project.startUntil(2, ...withRedis(), '--json');
    await server.kill();
    const { code, stdout, stderr } = await ended;
    expect(code).toBe(0);
    expect(stderr).toMatch(/Redis/);
    const results = (report: object) => ({ ...report, redis: null });
    expect(results(lasting(JSON.parse(stdout)))).toEqual(results(lasting(undisturbed)));
  });
});
