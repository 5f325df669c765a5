import { randomBytes } from 'node:crypto';
import { readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { cachedBlobs } from '../../../src/adapters/blobs/cached.ts';
import { folderBlobs } from '../../../src/adapters/blobs/folder.ts';
import { MOST_BLOB_BYTES, redisBlobs } from '../../../src/adapters/blobs/redis.ts';
import { systemClock } from '../../../src/adapters/system/clock.ts';
import { sha256 } from '../../../src/adapters/system/digest.ts';
import { columnList } from '../../../src/model/candle.ts';
import { nearBlobs } from '../../../src/run/play/remote/blobs.ts';
import { getCandles, putCandles } from '../../../src/run/play/remote/keyed-candles.ts';
import { conformsAsBlobs } from '../../conformance/blobs.ts';
import { candlesOf } from '../../golden/support/real/candles.ts';
import { readRealCase } from '../../golden/support/real/case.ts';
import { openDisk } from '../../support/disk-cache.ts';
import { testFolder } from '../../support/folder.ts';
import { type RedisServer, startRedis } from '../../support/redis-server.ts';

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());

async function connected(): Promise<Redis> {
  const redis = new Redis({ host: server.host, port: server.port });
  onTestFinished(() => redis.disconnect());
  await redis.flushall();
  return redis;
}

describe('blobs in Redis', () => {
  conformsAsBlobs(async () => {
    const redis = await connected();
    const damage = async (digest: string, content: Uint8Array) => {
      await redis.set(`jbt:blob:${digest}`, Buffer.from(content));
    };
    return { blobs: redisBlobs(redis, sha256, 'jbt:'), damage };
  });

  it('expire, and each use renews them', async () => {
    const redis = await connected();
    const blobs = redisBlobs(redis, sha256, 'jbt:');
    const digest = await blobs.put(Buffer.from('content'));
    const uses = [() => blobs.has(digest), () => blobs.get(digest), () => blobs.put(Buffer.from('content'))];
    for (const use of uses) {
      await redis.expire(`jbt:blob:${digest}`, 10);
      await use();
      expect(await redis.ttl(`jbt:blob:${digest}`)).toBeGreaterThan(3000);
    }
  });

  it('have at most 8 MiB when they are packed', async () => {
    const blobs = redisBlobs(await connected(), sha256, 'jbt:');
    expect(await blobs.has(await blobs.put(new Uint8Array(MOST_BLOB_BYTES + 1)))).toBe(true);
    await expect(blobs.put(randomBytes(MOST_BLOB_BYTES + 1))).rejects.toMatchObject({ code: 'MachineLimit' });
  });

  it('of real candles take a quarter of their memory', async () => {
    const redis = await connected();
    const kept = redisBlobs(redis, sha256, 'jbt:');
    const [candles] = Object.values(await candlesOf(readRealCase('scalp_1m_fees')));
    const keyed = await putCandles(candles, kept);
    const sizes = await Promise.all(keyed.pieces.map(({ digest }) => redis.strlen(`jbt:blob:${digest}`)));
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    expect(bytes).toBeLessThan((candles.length * 5 * Float64Array.BYTES_PER_ELEMENT) / 4);
    const get = async (digest: string) => (await kept.get(digest)) ?? new Uint8Array();
    expect(columnList(await getCandles(keyed, get))).toEqual(columnList(candles));
  });
});

describe('blobs in a folder', () => {
  const pathOf = (folder: string, digest: string) => join(folder, digest.slice(0, 2), digest);

  conformsAsBlobs(async () => {
    const folder = testFolder();
    const damage = async (digest: string, content: Uint8Array) => writeFileSync(pathOf(folder, digest), content);
    return { blobs: folderBlobs(folder, sha256), damage };
  });

  it('leave no temporary file behind, and show when they were used last', async () => {
    const folder = testFolder();
    const blobs = folderBlobs(folder, sha256);
    const digest = await blobs.put(Buffer.from('content'));
    expect(readdirSync(join(folder, digest.slice(0, 2)))).toEqual([digest]);
    utimesSync(pathOf(folder, digest), 1, 1);
    await blobs.get(digest);
    expect(statSync(pathOf(folder, digest)).mtimeMs).toBeGreaterThan(1e12);
  });
});

describe('blobs in a cache on disk', () => {
  conformsAsBlobs(async () => {
    const { cache } = openDisk(testFolder(), systemClock, 1e9);
    const damage = async (digest: string, content: Uint8Array) => {
      cache.set('values', `blob ${digest}`, content, null);
    };
    return { blobs: cachedBlobs(cache, sha256), damage };
  });

  it('make room for the newest', async () => {
    const { cache } = openDisk(testFolder(), systemClock, 1_000_000);
    const blobs = cachedBlobs(cache, sha256);
    const digests: string[] = [];
    for (let n = 0; n < 6; n++) digests.push(await blobs.put(new Uint8Array(300_000).fill(n)));
    expect([await blobs.has(digests[0]), await blobs.has(digests[5])]).toEqual([false, true]);
  });
});

describe('near blobs', () => {
  it('keep what they had to fetch', async () => {
    const [near, far] = [folderBlobs(testFolder(), sha256), folderBlobs(testFolder(), sha256)];
    const blobs = nearBlobs(near, far);
    const digest = await blobs.put(Buffer.from('content'));
    expect([await near.has(digest), await far.has(digest)]).toEqual([false, true]);
    expect(String(await blobs.get(digest))).toBe('content');
    expect(await near.has(digest)).toBe(true);
  });
});
