import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { cachedBlobs } from '../../../adapters/blobs/cached.ts';
import { openMemoryCache } from '../../../adapters/cache/memory.ts';
import type { SessionSetup } from '../../../adapters/executors/bullmq/worker.ts';
import { redisSettings } from '../../../adapters/redis/settings.ts';
import { systemClock } from '../../../adapters/system/clock.ts';
import { sha256 } from '../../../adapters/system/digest.ts';
import { JbtError } from '../../../model/errors.ts';
import { DAY } from '../../../model/time.ts';
import type { Executor } from '../../../run/ports.ts';
import { counted } from '../../../run/text/numbers.ts';
import { ValueServer } from '../../../run/values/value-server.ts';
import { DEFAULT_CACHE_BYTES, openCache } from '../../cache/open.ts';
import type { Command, Io } from '../../command.ts';
import { homeOf } from '../../home.ts';
import { addOptions, readOptions, sizeOption, valueOption } from '../../options.ts';
import { onInterrupt } from '../../process/interrupt.ts';
import { remotePlatform, softwareHere } from '../../process/platform.ts';
import { say } from '../../process/say.ts';
import { redisOption } from '../options.ts';
import { localThreads, sharedFolderOption, THREADS } from './executor.ts';

const folder = z.string({ error: 'a folder' }).min(1, { error: 'a folder' });

const HOST = { error: 'a name of 1 to 64 printable characters' };
/** Letters, digits and signs, with spaces between them alone. */
const host = z.string(HOST).regex(/^(?! )[\p{L}\p{M}\p{N}\p{P}\p{S} ]{1,64}(?<! )$/u, HOST);

const OPTIONS = {
  ...THREADS,
  host: valueOption(host, null, { describe: 'name of this machine in the run', defaultText: 'its host name' }),
  redis: { ...redisOption, describe: 'Redis where runs with --remote and their workers meet' },
  cache: valueOption(folder, null, {
    describe: 'folder that keeps candles and strategies of runs',
    defaultText: 'worker in .jbt',
  }),
  /** Bytes. */
  cacheSize: valueOption(sizeOption('1KB'), DEFAULT_CACHE_BYTES, {
    describe: 'limit of that folder on disk, such as 500MB',
    defaultText: '2GB',
  }),
  sharedFolder: sharedFolderOption,
};

/** No run lasts that long. */
const BUNDLES_KEPT_MS = 30 * DAY;
/** Memory of the values that strategies keep; each worker keeps its own. */
const VALUES_BYTES = 256 * 1024 * 1024;

type Local = ReturnType<typeof localThreads>;

/** `jbt worker`: plays for runs of other machines, until it is stopped. */
export const command: Command = {
  build: (yargs) =>
    addOptions(yargs, OPTIONS).example('jbt worker --redis redis://10.0.0.5:6379', 'on each machine that plays'),
  async run(options, io) {
    const { redis, cache, cacheSize, sharedFolder, host: name, ...threads } = readOptions(OPTIONS, options);
    const settings = redisSettings(io.env, redis);
    if (settings === null)
      throw new JbtError('InvalidOption', 'a worker needs a Redis: give --redis URL, or set REDIS_HOST');
    const tell = (line: string): void => say(io.stderr, `${line}\n`);
    const { openBlobs, requireMeetingPlace } = await import('./remote.ts');
    const { startWorker } = await import('../../../adapters/executors/bullmq/worker.ts');
    const { portableModules, removeModules } = await import('../../../adapters/strategies/portable.ts');
    await requireMeetingPlace(settings, (message) => tell(`warning: ${message}`));
    const local = localThreads(threads);
    const far = openBlobs({ settings, folder: sharedFolder === null ? null : resolve(io.cwd, sharedFolder) });
    const own = ownFolder(cache, io);
    const bundles = join(own, 'bundles');
    removeModules(bundles, systemClock.now() - BUNDLES_KEPT_MS);
    const kept = openCache({
      driver: 'lmdb',
      folder: join(own, 'contents'),
      budgetBytes: cacheSize,
      clock: systemClock,
      warn: (message) => tell(`warning: ${message}`),
    });
    const worker = startWorker({
      settings,
      host: name ?? hostname(),
      threads: local.threads,
      platform: remotePlatform(),
      software: softwareHere(),
      blobs: far.blobs,
      parcels: far.parcels,
      near: cachedBlobs(kept, sha256),
      modules: portableModules(bundles),
      open: (setup) => openThreads(setup, local, tell),
      say: (line) => tell(`worker: ${line}`),
    });
    tell(
      `worker: ${counted(local.threads, 'thread')} for ${settings.host}:${settings.port}; Ctrl-C gives back what it plays`,
    );
    const stopListening = onInterrupt(() => {
      tell('worker: gives back what it plays, and ends');
      void worker.close();
    });
    try {
      await worker.over;
    } finally {
      stopListening();
      far.close();
      await kept.close();
    }
    return 0;
  },
};

function ownFolder(cache: string | null, io: Io): string {
  return cache === null ? join(homeOf(io).folder, 'worker') : resolve(io.cwd, cache);
}

async function openThreads(setup: SessionSetup, local: Local, tell: (line: string) => void): Promise<Executor> {
  const { createPiscinaExecutor } = await import('../../../adapters/executors/piscina/executor.ts');
  const keepsValues = setup.shared.values !== null;
  const values = keepsValues
    ? new ValueServer(openMemoryCache({ budgetBytes: VALUES_BYTES, clock: systemClock }))
    : null;
  return createPiscinaExecutor({ ...setup, ...local, values, warn: (message) => tell(`warning: ${message}`) });
}
