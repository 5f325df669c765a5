import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RedisMirror } from '../../../../src/adapters/reporters/redis/reporter.ts';
import { type RedisServer, startRedis } from '../../../support/redis-server.ts';
import { openMirror, RUN_ID, STARTED, settingsOf, tell, until } from '../../mirrors/support.ts';

let server: RedisServer;
let redis: Redis;
let writer: RedisMirror;
let cancelled: string[];
let warnings: string[];

beforeAll(async () => {
  server = await startRedis();
  redis = new Redis({ host: '127.0.0.1', port: server.port });
});
afterAll(async () => {
  redis.disconnect();
  await server.stop();
});
beforeEach(async () => {
  [cancelled, warnings] = [[], []];
  writer = openMirror(settingsOf(server.port), {
    token: 'correct-horse',
    warn: (message) => warnings.push(message),
    controls: {
      stop: () => cancelled.push('run'),
      cancel: (jobId) => jobId.startsWith('0') && cancelled.push(jobId) > 0,
    },
  });
  tell(writer, [STARTED]);
  await until(async () => (await listeners()) === 1);
});
afterEach(async () => {
  await writer.close();
  await until(async () => (await listeners()) === 0);
});

function listeners(): Promise<number> {
  return redis.publish('jbt:control', '{}');
}

/** Sends requests, and then one that cancels the run, behind which nothing is on its way. */
async function send(...requests: readonly unknown[]): Promise<void> {
  for (const request of requests)
    await redis.publish('jbt:control', typeof request === 'string' ? request : JSON.stringify(request));
  await redis.publish('jbt:control', JSON.stringify({ run: RUN_ID, token: 'correct-horse' }));
  await until(() => cancelled.includes('run'));
}

describe('a request on the control channel', () => {
  it('with the token of the run cancels the run, or one backtest of it', async () => {
    await send({ run: RUN_ID, job: '0001-trend', token: 'correct-horse' });
    expect(cancelled).toEqual(['0001-trend', 'run']);
    expect(warnings).toEqual(['0001-trend was cancelled through Redis', 'cancelled through Redis']);
  });

  it('with a wrong token is refused and told once, however many come, and counted at the end', async () => {
    const wrong = ['wrong', '', 'correct-horse '].map((token) => ({ run: RUN_ID, token }));
    await send(...wrong);
    expect(cancelled).toEqual(['run']);
    await writer.close();
    expect(warnings.filter((line) => line.includes('token'))).toEqual([
      'a request to cancel came through Redis without the right token, and was refused',
      '3 requests to cancel had no right token',
    ]);
  });

  it.each([
    ['is no JSON', '{"run":'],
    ['is another value', '[1]'],
    ['has no token', { run: RUN_ID }],
    ['has a token of another type', { run: RUN_ID, token: 7 }],
    ['is of another run', { run: '20000101-000000', token: 'correct-horse' }],
    ['is too long', { run: RUN_ID, token: 'correct-horse', more: 'x'.repeat(5_000) }],
  ])('that %s changes nothing', async (_title, request) => {
    await send(request);
    expect(cancelled).toEqual(['run']);
    expect(warnings).toEqual(['cancelled through Redis']);
  });

  it('for a backtest that the run does not have says so', async () => {
    await send({ run: RUN_ID, job: 'none', token: 'correct-horse' });
    expect(cancelled).toEqual(['run']);
    expect(warnings[0]).toContain('"none", which the run does not have');
  });

  it('is heard again after Redis restarted', async () => {
    await server.restart();
    await until(async () => (await listeners().catch(() => 0)) === 1);
    await send();
    expect(cancelled).toEqual(['run']);
  });
});
