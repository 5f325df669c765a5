import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RedisServer, startRedis } from '../support/redis-server.ts';
import { batch, candlesCsv, lasting, MARKET, Project } from './support/project.ts';
import { SLOW } from './support/strategies.ts';

const project = new Project({
  'fil.csv': candlesCsv(2 * 1440),
  'strategies/slow.ts': SLOW,
  'jbt.yaml': batch('strategies/slow.ts', [3, 5, 7, 9, 11, 13]),
});

let server: RedisServer;

beforeAll(async () => {
  server = await startRedis();
  const { code, stderr } = await project.jbt('import', 'fil.csv', '--market', MARKET);
  if (code !== 0) throw new Error(stderr);
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
