import { Redis } from 'ioredis';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { redisBlobs } from '../../../../src/adapters/blobs/redis.ts';
import {
  type BullmqExecutorOptions,
  createBullmqExecutor,
} from '../../../../src/adapters/executors/bullmq/executor.ts';
import {
  type RemoteWorker,
  startWorker,
  type WorkerOptions,
} from '../../../../src/adapters/executors/bullmq/worker.ts';
import { createPiscinaExecutor } from '../../../../src/adapters/executors/piscina/executor.ts';
import { redisSettings } from '../../../../src/adapters/redis/settings.ts';
import { portableModules } from '../../../../src/adapters/strategies/portable.ts';
import { sha256 } from '../../../../src/adapters/system/digest.ts';
import type { Executor, SharedInputs } from '../../../../src/run/ports.ts';
import { testFolder } from '../../../support/folder.ts';
import { type RedisServer, startRedis } from '../../../support/redis-server.ts';

/** Software of the workers. */
export const SOFTWARE = { jbt: '1.2.3', node: '20.1.2', system: 'Linux 6.1', processor: 'any' };

export const PLATFORM = { jbt: '1.2.3', build: 'abc', nodeMajor: 20, locale: 'en UTC' };

/** A real redis-server for the tests of a file. */
export function useRedis(options: readonly string[] = []): () => RedisServer {
  let server: RedisServer | null = null;
  beforeAll(async () => {
    server = await startRedis(options);
    return () => server?.stop();
  });
  afterAll(() => server?.stop());
  return () => {
    if (server === null) throw new Error('Redis is only there while tests run');
    return server;
  };
}

export function settingsOf({ host, port }: RedisServer) {
  const settings = redisSettings({}, `redis://${host}:${port}`);
  if (settings === null) throw new Error('there is an address');
  return settings;
}

/** A connection for one test. */
export function connectionTo({ host, port }: RedisServer): Redis {
  const redis = new Redis({ host, port, maxRetriesPerRequest: null });
  redis.on('error', () => {});
  onTestFinished(() => redis.disconnect());
  return redis;
}

/** A worker in this process, as on a machine of its own: it has nothing but Redis and a folder. */
export function workerOn(server: RedisServer, options: Partial<WorkerOptions> = {}): RemoteWorker {
  const worker = startWorker({
    settings: settingsOf(server),
    host: 'here',
    threads: 2,
    platform: PLATFORM,
    software: SOFTWARE,
    blobs: redisBlobs(connectionTo(server), sha256, 'jbt:'),
    parcels: redisBlobs(connectionTo(server), sha256, 'jbt:'),
    modules: portableModules(testFolder()),
    say: () => {},
    open: async (setup) =>
      createPiscinaExecutor({
        ...setup,
        threads: options.threads ?? 2,
        values: null,
        warn: () => {},
        graceMs: 200,
        memoryLimitMb: 256,
      }),
    ...options,
  });
  onTestFinished(() => worker.close());
  return worker;
}

export function coordinatorOn(
  server: RedisServer,
  shared: SharedInputs,
  options: Partial<BullmqExecutorOptions> = {},
): Executor {
  const executor = createBullmqExecutor({
    settings: settingsOf(server),
    run: 'run',
    platform: PLATFORM,
    shared,
    keyOf: ({ id }) => sha256(id),
    modules: portableModules(testFolder()),
    blobs: redisBlobs(connectionTo(server), sha256, 'jbt:'),
    parcels: redisBlobs(connectionTo(server), sha256, 'jbt:'),
    timeoutMs: null,
    stallMs: null,
    warn: () => {},
    fail: (error) => {
      throw error;
    },
    ...options,
  });
  onTestFinished(() => executor.close());
  return executor;
}
