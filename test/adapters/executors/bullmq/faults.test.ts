import { Queue } from 'bullmq';
import { describe, expect, it, onTestFinished } from 'vitest';
import { redisBlobs } from '../../../../src/adapters/blobs/redis.ts';
import { LEASES } from '../../../../src/adapters/executors/bullmq/leases.ts';
import { createInlineExecutor } from '../../../../src/adapters/executors/inline.ts';
import { sha256 } from '../../../../src/adapters/system/digest.ts';
import { valuesV8 } from '../../../../src/adapters/system/value-codec.ts';
import type { JbtError } from '../../../../src/model/errors.ts';
import type { Job } from '../../../../src/model/job.ts';
import type { Executor, JobEnding } from '../../../../src/run/ports.ts';
import { jobOf, outcomeOf, playChunk, useStage, withoutSeconds } from '../../../conformance/executor/support.ts';
import { startRedis } from '../../../support/redis-server.ts';
import { connectionTo, coordinatorOn, PLATFORM, settingsOf, useRedis, workerOn } from './support.ts';

const JOBS = Array.from({ length: 40 }, (_, n) => jobOf('trades', { fast: 2 + n }));

describe('a run on several machines', () => {
  const server = useRedis();
  const shared = useStage();
  const inline = { digest: sha256, codec: valuesV8, values: null, timeoutMs: null };

  it('finds the same as one machine, whoever plays a job', async () => {
    const executor = coordinatorOn(server(), shared());
    for (const host of ['ant', 'bee']) workerOn(server(), { host, threads: 1 });
    const chunks = [JOBS.slice(0, 10), JOBS.slice(10, 20), JOBS.slice(20, 30), JOBS.slice(30)];
    const played = (await Promise.all(chunks.map((chunk) => playChunk(executor, chunk)))).flatMap(
      ({ endings }) => endings,
    );
    const local = createInlineExecutor({ ...inline, shared: shared() });
    const { endings } = await playChunk(local, JOBS);
    expect(hashesOf(played)).toEqual(hashesOf(endings));
  });

  it('sends parcels below 2 kB, however many jobs they have', async () => {
    const executor = coordinatorOn(server(), shared());
    const many = Array.from({ length: 2_000 }, (_, n) => ({ ...jobOf('trades'), id: `job ${n}` }));
    const over = executor.play(many, { started: () => {}, facts: () => {}, ended: () => {} });
    const session = 'session' in executor ? String(executor.session) : '';
    const { host, port } = settingsOf(server());
    const queue = new Queue(session, { prefix: 'jbt:queue', connection: { host, port } });
    onTestFinished(() => queue.close());
    await expect.poll(() => queue.getWaitingCount()).toBe(1);
    const [job] = await queue.getWaiting();
    const bytes = await connectionTo(server()).hgetall(`jbt:queue:${session}:${job.id}`);
    expect(JSON.stringify(bytes).length).toBeLessThan(2_000);
    executor.stop();
    expect(await over).toHaveLength(2_000);
  });

  it.each([
    [{ jbt: '1.2.4' }, 'it has jbt 1.2.4, and the run needs 1.2.3'],
    [{ build: 'def' }, 'it has another build of jbt 1.2.3: install the same package on both machines'],
    [{ nodeMajor: 22 }, 'it has Node 22, and the run needs 20'],
    [
      { locale: 'de Europe/Berlin' },
      'it has the language and time zone "de Europe/Berlin", and the run needs "en UTC" (LANG, TZ)',
    ],
  ])('refuses a worker with %j, and says which', async (difference, reason) => {
    const warnings: string[] = [];
    const executor = coordinatorOn(server(), shared(), { warn: (message) => warnings.push(message) });
    workerOn(server(), { host: 'stranger', platform: { ...PLATFORM, ...difference } });
    const outcome = outcomeOf(executor, jobOf('trades'));
    await expect.poll(() => warnings).toEqual([`the worker on stranger does not play this run: ${reason}`]);
    workerOn(server(), { host: 'friend' });
    expect((await outcome).status).toBe('done');
  });

  it('publishes everything again when Redis was emptied, and ends with every job once', async () => {
    const warnings: string[] = [];
    const executor = coordinatorOn(server(), shared(), { warn: (message) => warnings.push(message) });
    const redis = connectionTo(server());
    const chunks = Array.from({ length: 8 }, (_, n) => JOBS.slice(n * 5, n * 5 + 5));
    const playing = chunks.map((chunk) =>
      playToTheEnd(executor, [...chunk, { ...jobOf('idles', {}, 2), id: `${chunk[0].id} idles` }]),
    );
    await expect.poll(() => redis.keys('jbt:session:*')).toHaveLength(1);
    await redis.flushall();
    workerOn(server());
    await expect.poll(() => executor.progress().length).toBeGreaterThan(0);
    await redis.flushall();
    const played = await Promise.all(playing);
    expect(played.flatMap((endings) => endings.map(({ job }) => job.id)).sort()).toEqual(
      chunks.flatMap((chunk) => [...chunk.map(({ id }) => id), `${chunk[0].id} idles`]).sort(),
    );
    expect(warnings.filter((line) => line.startsWith('Redis was emptied')).length).toBeGreaterThan(0);
  });

  it('fails loudly when two machines come to different results, naming both', async () => {
    const errors: JbtError[] = [];
    const executor = coordinatorOn(server(), shared(), { fail: (error) => errors.push(error) });
    const liar = workerOn(server(), {
      host: 'liar',
      threads: 1,
      open: async (setup) => lying(createInlineExecutor({ ...inline, ...setup })),
    });
    await outcomeOf(executor, jobOf('trades'));
    await liar.close();
    workerOn(server(), { host: 'honest' });
    await outcomeOf(executor, jobOf('trades'));
    await expect.poll(() => errors.map(({ code }) => code)).toEqual(['ContradictingResults']);
    expect(errors[0].message).toMatch(/^trades- has the hash 0{16} from liar and [0-9a-f]{16} from honest:/);
  });

  it('gives the jobs of a worker that leaves to another', async () => {
    const executor = coordinatorOn(server(), shared());
    const leaving = workerOn(server(), { host: 'leaving', threads: 1 });
    const started: string[] = [];
    const jobs = [jobOf('idles'), jobOf('trades')];
    const first = playChunk(executor, jobs, { facts: ({ id }) => started.push(id) });
    await expect.poll(() => started).toContain('idles-');
    await leaving.close();
    const { endings, left } = await first;
    expect([endings, left]).toEqual([[], jobs]);
    workerOn(server(), { host: 'staying' });
    const again = await playChunk(executor, left);
    expect(again.endings.map(({ job }) => job)).toEqual(jobs);
  });

  it('gives a second run its turn, though the first is not over', async () => {
    const first = coordinatorOn(server(), shared(), { run: 'first' });
    const over: string[] = [];
    const jobs = Array.from({ length: 30 }, (_, n) => ({ ...jobOf('idles', {}, 2), id: `job ${n}` }));
    const playing = Promise.all(jobs.map((job) => playToTheEnd(first, [job]))).then(() => over.push('first'));
    workerOn(server(), { threads: 1, leases: { ...LEASES, shareMs: 200 } });
    await expect.poll(() => first.progress().length).toBeGreaterThan(0);
    const second = coordinatorOn(server(), shared(), { run: 'second' });
    expect((await outcomeOf(second, jobOf('trades'))).status).toBe('done');
    over.push('second');
    await second.close();
    await playing;
    expect(over).toEqual(['second', 'first']);
  });

  it('lets a worker end though Redis is away', async () => {
    const lost = await startRedis();
    onTestFinished(() => lost.stop());
    const worker = workerOn(lost);
    await expect.poll(() => connectionTo(lost).client('LIST')).toMatch(/cmd=subscribe/);
    await lost.kill();
    // By then it waits for an answer.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await worker.close();
    await worker.over;
  });

  it('does not wait for a worker that does not exist when it is stopped', async () => {
    const executor = coordinatorOn(server(), shared());
    const playing = playChunk(executor, JOBS.slice(0, 3));
    executor.stop();
    expect(await playing).toEqual({ endings: [], left: JOBS.slice(0, 3) });
  });

  it('keeps all keys below the prefix of the settings', async () => {
    const redis = connectionTo(server());
    await redis.flushall();
    const settings = { ...settingsOf(server()), prefix: 'team:x:' };
    const blobs = redisBlobs(redis, sha256, settings.prefix);
    const executor = coordinatorOn(server(), shared(), { settings, blobs, parcels: blobs });
    workerOn(server(), { settings, blobs, parcels: blobs });
    expect((await outcomeOf(executor, jobOf('trades'))).status).toBe('done');
    const keys = await redis.keys('*');
    expect(keys.length).toBeGreaterThan(3);
    expect(keys.filter((key) => !key.startsWith('team:x:'))).toEqual([]);
  });

  it('leaves nothing in Redis but contents and hashes, which expire', async () => {
    const redis = connectionTo(server());
    await redis.flushall();
    const executor = coordinatorOn(server(), shared());
    const worker = workerOn(server());
    await outcomeOf(executor, jobOf('trades'));
    await worker.close();
    await executor.close();
    const keys = await redis.keys('*');
    expect(keys.filter((key) => !/^jbt:(blob|outcomes):/.test(key))).toEqual([]);
    for (const key of keys) expect(await redis.ttl(key)).toBeGreaterThan(0);
  });
});

function hashesOf(endings: readonly JobEnding[]): readonly string[] {
  const hashes = endings.map(({ job, ending }) => {
    if (ending.kind === 'died') throw new Error(ending.failure.message);
    return JSON.stringify([job.id, withoutSeconds(ending.outcome)]);
  });
  return hashes.sort();
}

/** Plays jobs that come back without an ending again, as a coordinator does. */
async function playToTheEnd(executor: Executor, jobs: readonly Job[]): Promise<readonly JobEnding[]> {
  const { endings, left } = await playChunk(executor, jobs);
  return left.length === 0 ? endings : [...endings, ...(await playToTheEnd(executor, left))];
}

/** An executor whose results have another hash. */
function lying(executor: Executor): Executor {
  return {
    threads: 1,
    play: (jobs, listener) =>
      executor.play(jobs, {
        ...listener,
        ended: (endings) =>
          listener.ended(
            endings.map((one) => {
              if (one.ending.kind === 'died' || one.ending.outcome.status !== 'done') return one;
              const { outcome } = one.ending;
              const result = { ...outcome.result, hash: '0'.repeat(64) };
              return { ...one, ending: { ...one.ending, outcome: { ...outcome, result } } };
            }),
          ),
      }),
    progress: () => executor.progress(),
    cancel: (jobId) => executor.cancel(jobId),
    stop: () => executor.stop(),
    close: () => executor.close(),
  };
}
