import { readFileSync } from 'node:fs';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Mirrors } from '../../../../src/adapters/mirrors/mirrors.ts';
import { type RedisSettings, redisSettings } from '../../../../src/adapters/redis/settings.ts';
import type { RedisOptions } from '../../../../src/adapters/reporters/redis/reporter.ts';
import { makeCertificates } from '../../../support/certificates.ts';
import { testFolder } from '../../../support/folder.ts';
import { freePort, type RedisServer, startRedis } from '../../../support/redis-server.ts';
import { jobOf, workerOf } from '../../../support/scripted-run.ts';
import {
  ENDED,
  eventsOf,
  openMirror,
  Page,
  RUN_ID,
  STARTED,
  settingsOf,
  shown,
  tell,
  until,
} from '../../mirrors/support.ts';

const HASH = `jbt:run:${RUN_ID}`;

describe('what a run leaves in Redis', () => {
  let server: RedisServer;
  let redis: Redis;

  beforeEach(async () => {
    server = await startRedis();
    redis = new Redis({ host: '127.0.0.1', port: server.port });
  });
  afterEach(async () => {
    redis.disconnect();
    await server.stop();
  });

  const play = async (change: Partial<RedisOptions> = {}) => {
    const writer = openMirror(settingsOf(server.port), change);
    tell(writer, [STARTED, ...eventsOf(0, 30), ENDED]);
    await writer.close();
  };

  it('lies under the prefix, expires, and holds no token', async () => {
    await play({ settings: settingsOf(server.port, { prefix: 'team:' }), token: 'correct-horse' });
    const keys = await redis.keys('*');
    expect(keys.sort()).toEqual([`team:run:${RUN_ID}`, `team:run:${RUN_ID}:events`, 'team:runs']);
    for (const key of keys) expect(await redis.pttl(key)).toBeGreaterThan(0);
    const fields = await redis.hgetall(`team:run:${RUN_ID}`);
    expect(Object.keys(fields).filter((name) => name.startsWith('row:'))).toHaveLength(30);
    const entries = await redis.xrange(`team:run:${RUN_ID}:events`, '-', '+');
    expect(JSON.stringify([fields, entries])).not.toContain('correct-horse');
  });

  it('says that its process is alive while it is', async () => {
    const writer = openMirror(settingsOf(server.port));
    tell(writer, [STARTED]);
    await until(async () => (await redis.pttl(`${HASH}:alive`)) > 0);
    tell(writer, [ENDED]);
    await writer.close();
    expect(await redis.exists(`${HASH}:alive`)).toBe(0);
  });

  it('has the newest progress alone between two messages', async () => {
    const writer = openMirror(settingsOf(server.port));
    tell(writer, [STARTED, ...eventsOf(0, 1).slice(0, 1)]);
    await until(async () => (await redis.hexists(HASH, 'last')) === 1);
    for (let minutes = 1; minutes <= 1_000; minutes++)
      tell(writer, [
        { type: 'progress', at: minutes, jobs: [{ jobId: '0001-trend', thread: 0, minutes, totalMinutes: 2_000 }] },
      ]);
    await until(async () => (await redis.xlen(`${HASH}:events`)) > 1);
    const [, [, [, text]]] = await redis.xrange(`${HASH}:events`, '-', '+');
    expect(JSON.parse(text)).toMatchObject([{ type: 'progress', jobs: [{ minutes: 1_000 }] }]);
    await writer.close();
  });

  it('has the workers, the newest alone between two messages', async () => {
    const writer = openMirror(settingsOf(server.port));
    tell(writer, [STARTED]);
    await until(async () => (await redis.hexists(HASH, 'last')) === 1);
    for (let jobs = 1; jobs <= 50; jobs++)
      tell(writer, [{ type: 'workers', at: jobs, workers: [workerOf('ant', { jobs })] }]);
    await until(async () => (await redis.xlen(`${HASH}:events`)) > 1);
    const [, [, [, text]]] = await redis.xrange(`${HASH}:events`, '-', '+');
    expect(JSON.parse(text)).toMatchObject([{ type: 'workers', workers: [{ host: 'ant', jobs: 50 }] }]);
    tell(writer, [ENDED]);
    await writer.close();
    const { state } = JSON.parse((await redis.hget(HASH, 'view')) ?? '');
    expect(state.workers).toMatchObject([{ host: 'ant', jobs: 50 }]);
  });

  it('is bounded: rows, events, runs', async () => {
    for (let run = 0; run < 1_005; run++) await redis.zadd('jbt:runs', run, `old-${run}`);
    const writer = openMirror(settingsOf(server.port));
    tell(writer, [STARTED]);
    await until(async () => (await redis.hexists(HASH, 'last')) === 1);
    expect(await redis.zcard('jbt:runs')).toBe(1_000);
    const [finished] = eventsOf(0, 1).slice(-1);
    if (finished.type !== 'job-finished') throw new Error(finished.type);
    for (let index = 0; index < 10_100; index++) tell(writer, [{ ...finished, job: jobOf(`${index}-trend`) }]);
    tell(writer, [ENDED]);
    await writer.close();
    const names = await redis.hkeys(HASH);
    expect(names.filter((name) => name.startsWith('row:'))).toHaveLength(10_000);
  });

  it('does not keep the run waiting where Redis takes no keys, which is told once', async () => {
    await redis.call('ACL', 'SETUSER', 'teller', 'on', '>secret', 'resetkeys', 'allchannels', '+@all');
    const warnings: string[] = [];
    const settings = settingsOf(server.port, { username: 'teller', password: 'secret' });
    await play({ settings, warn: (message) => warnings.push(message) });
    expect(warnings).toEqual([expect.stringContaining('does not take messages: NOPERM')]);
    expect(await redis.keys('*')).toEqual([]);
  });
});

/** Users as the documentation recommends them, under another prefix, as options of a server. */
function documentedUsers(prefix: string): readonly string[] {
  const lines = readFileSync('docs/redis.md', 'utf8').matchAll(/^ACL SETUSER (.*)$/gm);
  return [...lines].flatMap(([, rules]) => ['--user', ...rules.replaceAll('jbt:', prefix).split(' ')]);
}

describe('over TLS, with the users of the documentation', () => {
  let server: RedisServer;

  afterEach(() => server.stop());

  it('one mirrors a run, the other follows it, and nobody does where the authority is not trusted', async () => {
    const { ca, cert, key } = makeCertificates(testFolder());
    const port = await freePort();
    server = await startRedis([
      ...['--tls-port', String(port), '--tls-cert-file', cert, '--tls-key-file', key, '--tls-ca-cert-file', ca],
      ...documentedUsers('team:'),
    ]);
    const files = { REDIS_TLS_CA: ca, REDIS_TLS_CERT: cert, REDIS_TLS_KEY: key };
    const settingsFor = (user: string, env: Readonly<Record<string, string>>): RedisSettings => {
      const settings = redisSettings({ REDIS_PREFIX: 'team:', ...env }, `rediss://${user}:secret@127.0.0.1:${port}`);
      if (settings === null) throw new Error('no settings');
      return settings;
    };
    const warnings: string[] = [];
    const warn = (message: string) => warnings.push(message);
    const cancelled: string[] = [];
    const controls = { stop: () => cancelled.push('run'), cancel: () => false };
    const writer = openMirror(settingsFor('runner', files), { warn, controls });
    tell(writer, [STARTED, ...eventsOf(0, 30)]);
    const mirrors = new Mirrors(settingsFor('viewer', files), warn);
    await until(async () => (await mirrors.list())[0]?.done === 29);
    const page = new Page();
    const leave = await mirrors.follow(RUN_ID, page);
    await until(() => mirrors.cancel({ run: RUN_ID, token: 'secret' }));
    await until(() => cancelled.length > 0);
    tell(writer, [ENDED]);
    await writer.close();
    await until(() => page.view.report !== null);
    expect(shown(page).rows).toHaveLength(30);
    leave?.();
    mirrors.close();
    expect(warnings).toEqual(['cancelled through Redis']);
    expect(writer.stats().dropped).toBe(0);
    const distrusting = openMirror(settingsFor('runner', {}), { warn });
    tell(distrusting, [STARTED, ENDED]);
    await distrusting.close();
    expect(warnings[1]).toMatch(/cannot be reached \(.*certificate/);
    expect(distrusting.stats().published).toBe(0);
  });
});
