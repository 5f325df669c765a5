import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Mirrors } from '../../../src/adapters/mirrors/mirrors.ts';
import type { RedisMirror } from '../../../src/adapters/reporters/redis/reporter.ts';
import { type RedisServer, startRedis } from '../../support/redis-server.ts';
import { ENDED, eventsOf, openMirror, Page, RUN_ID, STARTED, settingsOf, shown, tell, until } from './support.ts';

let server: RedisServer;
let writer: RedisMirror;
let mirrors: Mirrors;
let warnings: string[];

beforeEach(async () => {
  server = await startRedis();
  warnings = [];
  writer = openMirror(settingsOf(server.port));
  mirrors = new Mirrors(settingsOf(server.port), (message) => warnings.push(message));
});

afterEach(async () => {
  mirrors.close();
  await writer.close();
  await server.stop();
});

async function withRedis<Answer>(act: (redis: Redis) => Promise<Answer>): Promise<Answer> {
  const redis = new Redis({ host: '127.0.0.1', port: server.port });
  try {
    return await act(redis);
  } finally {
    redis.disconnect();
  }
}

/** Follows the run as soon as it is there. */
async function followed(): Promise<Page & { leave(): void }> {
  const page = new Page();
  let leave: (() => void) | null = null;
  await until(async () => {
    leave = await mirrors.follow(RUN_ID, page);
    return leave !== null;
  });
  return Object.assign(page, { leave: () => leave?.() });
}

const hasRows = (page: Page, count: number) => until(() => page.view.rows.length === count);

describe('a mirrored run', () => {
  it('is the same on pages that open early, in the middle, late, and when it is over', async () => {
    tell(writer, [STARTED]);
    const early = await followed();
    tell(writer, eventsOf(0, 12));
    await hasRows(early, 12);
    const middle = await followed();
    tell(writer, eventsOf(12, 29));
    await hasRows(early, 29);
    await hasRows(middle, 29);
    const late = await followed();
    tell(writer, [...eventsOf(29, 30), ENDED]);
    await writer.close();
    for (const page of [early, middle, late]) await until(() => page.view.report !== null);
    for (const page of [early, middle, late]) page.leave();
    const after = await followed();
    expect(shown(early)).toMatchObject({ jobs: 30, counts: { done: 29, failed: 1 }, warnings: [{ message: 'slow' }] });
    expect(shown(early).rows).toHaveLength(30);
    expect(shown(early).logs).toHaveLength(30);
    for (const page of [middle, late, after]) expect(shown(page)).toEqual(shown(early));
    expect(after.isReached).toBe(true);
  });

  it('is whole again after Redis restarted with nothing in it, and pages are told meanwhile', async () => {
    tell(writer, [STARTED, ...eventsOf(0, 10)]);
    const early = await followed();
    await hasRows(early, 10);
    await server.kill();
    await until(() => !early.isReached);
    tell(writer, eventsOf(10, 20));
    await server.restart();
    await until(() => early.isReached);
    await hasRows(early, 20);
    const late = await followed();
    tell(writer, [...eventsOf(20, 30), ENDED]);
    await until(() => early.view.report !== null && late.view.report !== null);
    expect(shown(early).logs).toHaveLength(30);
    expect(shown(late)).toEqual(shown(early));
  });

  it.each([
    ['everything', (redis: Redis) => redis.flushall()],
    ['its hash', (redis: Redis) => redis.del(`jbt:run:${RUN_ID}`)],
    ['its stream', (redis: Redis) => redis.del(`jbt:run:${RUN_ID}:events`)],
  ])('is whole again after somebody removed %s', async (_title, remove) => {
    tell(writer, [STARTED, ...eventsOf(0, 10)]);
    const page = await followed();
    await hasRows(page, 10);
    await withRedis<unknown>(remove);
    tell(writer, [...eventsOf(10, 30), ENDED]);
    await until(() => page.view.report !== null);
    const late = await followed();
    expect(shown(late).rows).toHaveLength(30);
    expect(shown(page)).toEqual(shown(late));
  });

  it('is followed over one connection, which ends with the last page', async () => {
    tell(writer, [STARTED, ...eventsOf(0, 3)]);
    const connections = () =>
      withRedis(
        async (redis) =>
          String(await redis.client('LIST'))
            .split('\n')
            .filter((line) => line !== '').length,
      );
    const first = await followed();
    first.leave();
    const before = await connections();
    const pages = [await followed(), await followed(), await followed()];
    await until(async () => (await connections()) === before + 1);
    for (const page of pages) page.leave();
    await until(async () => (await connections()) === before);
  });

  it('is listed with its machine, and as interrupted once its process gives no sign of life', async () => {
    tell(writer, [STARTED, ...eventsOf(0, 7)]);
    await until(async () => (await mirrors.list())[0]?.done === 6);
    const [listed] = await mirrors.list();
    expect(listed).toMatchObject({ id: RUN_ID, jobs: 30, failed: 1, state: 'running', host: expect.any(String) });
    const page = await followed();
    expect(page.view.state.phase).toBe('running');
    await writer.close();
    await withRedis((redis) => redis.del(`jbt:run:${RUN_ID}:alive`));
    expect((await mirrors.list())[0].state).toBe('interrupted');
    await until(() => page.view.state.phase === 'finished');
  });

  it('goes on in another process, with rows of its own', async () => {
    tell(writer, [STARTED, ...eventsOf(0, 7)]);
    const page = await followed();
    await hasRows(page, 7);
    await writer.close();
    writer = openMirror(settingsOf(server.port), { now: 2_000 });
    tell(writer, [STARTED, ...eventsOf(0, 30), ENDED]);
    await until(() => page.view.report !== null);
    expect(shown(page).rows).toHaveLength(30);
  });

  it('is not followed when it is not there, or when its id would reach other keys', async () => {
    expect(await mirrors.follow('20000101-000000', new Page())).toBeNull();
    expect(await mirrors.follow(`${RUN_ID}:events`, new Page())).toBeNull();
    expect(await mirrors.list()).toEqual([]);
  });

  it('is shown again after somebody wrote nonsense in its place', async () => {
    tell(writer, [STARTED, ...eventsOf(0, 5)]);
    const page = await followed();
    await hasRows(page, 5);
    await withRedis(async (redis) => {
      await redis.hset(`jbt:run:${RUN_ID}`, 'view', '{"state":', 'overview', '[]');
      await redis.xadd(`jbt:run:${RUN_ID}:events`, '*', 'events', 'nonsense');
    });
    tell(writer, [...eventsOf(5, 30), ENDED]);
    await until(() => page.view.report !== null);
    expect(shown(page).rows).toHaveLength(30);
  });
});

describe('without Redis', () => {
  it('nothing is listed, which a person is told once, and pages wait for it', async () => {
    await server.kill();
    expect(await mirrors.list()).toEqual([]);
    expect(await mirrors.list()).toEqual([]);
    expect(warnings).toEqual([
      expect.stringMatching(/^Redis at 127\.0\.0\.1:\d+ cannot be read .*: its runs are missing$/),
    ]);
    const page = new Page();
    const leave = await mirrors.follow(RUN_ID, page);
    expect(page.isReached).toBe(false);
    await server.restart();
    tell(writer, [STARTED, ...eventsOf(0, 4)]);
    await hasRows(page, 4);
    expect(page.isReached).toBe(true);
    leave?.();
  });
});
