import { describe, expect, it, onTestFinished } from 'vitest';
import { decodeLetter } from '../../../../src/adapters/executors/bullmq/messages.ts';
import { Outbox } from '../../../../src/adapters/executors/bullmq/outbox.ts';
import { connectionTo, SOFTWARE, useRedis } from './support.ts';

describe('the outbox of a worker', () => {
  const server = useRedis(['--maxmemory-policy', 'noeviction']);
  const card = { id: 'ant-1', host: 'ant', threads: 1, ...SOFTWARE };

  it('sends again, in order, what a Redis refused whose memory was full', async () => {
    const redis = connectionTo(server());
    await redis.config('SET', 'maxmemory', '1');
    const refusals: string[] = [];
    const outbox = new Outbox(redis, 'letters', card, (reason) => refusals.push(reason));
    onTestFinished(() => outbox.close());
    outbox.push({ type: 'taken', parcel: 1 });
    const flushed = outbox.flush();
    await expect.poll(() => refusals.length).toBeGreaterThan(0);
    outbox.push({ type: 'taken', parcel: 2 });
    await redis.config('SET', 'maxmemory', '0');
    await flushed;
    await outbox.flush();
    expect(refusals[0]).toMatch(/^OOM/);
    const stored = await redis.xrangeBuffer('letters', '-', '+');
    const parcels = stored.flatMap(([, [, letter]]) => decodeLetter(letter).replies);
    expect(parcels).toEqual([
      { type: 'taken', parcel: 1 },
      { type: 'taken', parcel: 2 },
    ]);
  });

  it('does not wait for ever at its end', async () => {
    const redis = connectionTo(server());
    await redis.config('SET', 'maxmemory', '1');
    const outbox = new Outbox(redis, 'others', card, () => {});
    outbox.push({ type: 'leaving' });
    await outbox.close();
    await redis.config('SET', 'maxmemory', '0');
    expect(await redis.exists('others')).toBe(0);
  });
});
