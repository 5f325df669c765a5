import { describe, expect, it } from 'vitest';
import {
  contradictionError,
  FirstOutcomes,
  type KeyedResult,
} from '../../../../src/adapters/executors/bullmq/first-outcomes.ts';
import { keysBelow } from '../../../../src/adapters/executors/bullmq/keys.ts';
import { sha256 } from '../../../../src/adapters/system/digest.ts';
import { connectionTo, useRedis } from './support.ts';

const resultOf = (name: string, hash: string): KeyedResult => {
  return { jobId: name, key: sha256(name), hash: hash.repeat(64) };
};

describe('the first outcomes', () => {
  const server = useRedis();

  it('take the same result from every machine', async () => {
    const [ant, bee] = ['ant', 'bee'].map((host) => new FirstOutcomes(connectionTo(server()), keysBelow('a:'), host));
    expect(await ant.add([resultOf('x', 'a'), resultOf('y', 'b')])).toEqual([]);
    expect(await bee.add([resultOf('y', 'b'), resultOf('z', 'c'), resultOf('x', 'a')])).toEqual([]);
    expect(await bee.add([])).toEqual([]);
  });

  it('find another result of the same key, name both machines, and begin anew', async () => {
    const [ant, bee] = ['ant', 'bee'].map((host) => new FirstOutcomes(connectionTo(server()), keysBelow('b:'), host));
    await ant.add([resultOf('x', 'a'), resultOf('y', 'b')]);
    const found = await bee.add([resultOf('z', 'c'), resultOf('y', 'd'), resultOf('x', 'a')]);
    expect(found).toEqual([
      {
        jobId: 'y',
        first: { host: 'ant', hash: 'b'.repeat(16) },
        second: { host: 'bee', hash: 'd'.repeat(16) },
      },
    ]);
    expect(contradictionError(found[0])).toMatchObject({
      code: 'ContradictingResults',
      message: expect.stringMatching(/^y has the hash b{16} from ant and d{16} from bee:/),
    });
    expect(await bee.add([resultOf('y', 'd')])).toEqual([]);
  });

  it('expire', async () => {
    const redis = connectionTo(server());
    await new FirstOutcomes(redis, keysBelow('c:'), 'ant').add([resultOf('x', 'a')]);
    const keys = await redis.keys('c:*');
    expect(keys).toEqual([`c:outcomes:${sha256('x').slice(0, 4)}`]);
    expect(await redis.ttl(keys[0])).toBeGreaterThan(3500);
  });
});
