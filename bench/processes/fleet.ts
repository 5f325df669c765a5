import { redisBlobs } from '../../src/adapters/blobs/redis.ts';
import { startWorker } from '../../src/adapters/executors/bullmq/worker.ts';
import { openRedis } from '../../src/adapters/redis/open.ts';
import { redisSettings } from '../../src/adapters/redis/settings.ts';
import { portableModules } from '../../src/adapters/strategies/portable.ts';
import { sha256 } from '../../src/adapters/system/digest.ts';
import { remotePlatform, softwareHere } from '../../src/cli/process/platform.ts';
import { SimulatedExecutor } from '../simulated-executor.ts';

/** Workers of many machines in one process: real ones, but for their threads, which only wait. */
const [url, folder, ...numbers] = process.argv.slice(2);
const [workers, threads, jobMs, days] = numbers.map(Number);
const settings = redisSettings({}, url);
if (settings === null) throw new Error(`no address of a Redis: ${url}`);
const blobs = redisBlobs(
  openRedis(settings, () => {}),
  sha256,
  settings.prefix,
);
for (let worker = 0; worker < workers; worker++) {
  startWorker({
    settings,
    host: `machine-${worker + 1}`,
    threads,
    platform: remotePlatform(),
    software: softwareHere(),
    blobs,
    parcels: blobs,
    modules: portableModules(folder),
    open: async () => new SimulatedExecutor({ threads, jobMs, days }),
    say: () => {},
  });
}
