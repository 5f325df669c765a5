import { redisBlobs } from '../../../src/adapters/blobs/redis.ts';
import { startWorker } from '../../../src/adapters/executors/bullmq/worker.ts';
import { createPiscinaExecutor } from '../../../src/adapters/executors/piscina/executor.ts';
import { openRedis } from '../../../src/adapters/redis/open.ts';
import { redisSettings } from '../../../src/adapters/redis/settings.ts';
import { portableModules } from '../../../src/adapters/strategies/portable.ts';
import { sha256 } from '../../../src/adapters/system/digest.ts';
import { remotePlatform, softwareHere } from '../../../src/cli/process/platform.ts';

/** A worker of one thread whose death is noticed within two seconds, not twenty. */
const [url, folder, host] = process.argv.slice(2);
const settings = redisSettings({}, url);
if (settings === null) throw new Error(`no address of a Redis: ${url}`);
const redis = openRedis(settings, () => {});
const worker = startWorker({
  settings,
  host,
  threads: 1,
  platform: remotePlatform(),
  software: softwareHere(),
  blobs: redisBlobs(redis, sha256, settings.prefix),
  parcels: redisBlobs(redis, sha256, settings.prefix),
  modules: portableModules(folder),
  open: async (setup) =>
    createPiscinaExecutor({ ...setup, threads: 1, values: null, warn: () => {}, graceMs: 200, memoryLimitMb: 256 }),
  say: (line) => process.stdout.write(`${line}\n`),
  leases: { lockMs: 1_000, lookMs: 500, shareMs: 1_000 },
});
await worker.over;
