import { hostname } from 'node:os';
import { join } from 'node:path';
import { folderBlobs } from '../../../adapters/blobs/folder.ts';
import { redisBlobs } from '../../../adapters/blobs/redis.ts';
import { createBullmqExecutor, type RemoteExecutor } from '../../../adapters/executors/bullmq/executor.ts';
import { type RemoteWorker, startWorker } from '../../../adapters/executors/bullmq/worker.ts';
import { createPiscinaExecutor } from '../../../adapters/executors/piscina/executor.ts';
import { loadBullmq } from '../../../adapters/redis/bullmq.ts';
import { openRedis } from '../../../adapters/redis/open.ts';
import { probeRedis } from '../../../adapters/redis/probe.ts';
import type { RedisSettings } from '../../../adapters/redis/settings.ts';
import { portableModules } from '../../../adapters/strategies/portable.ts';
import { sha256 } from '../../../adapters/system/digest.ts';
import { JbtError } from '../../../model/errors.ts';
import type { Blobs } from '../../../run/play/remote/blobs.ts';
import type { Executor } from '../../../run/ports.ts';
import { remotePlatform, softwareHere } from '../../process/platform.ts';
import type { ExecutorParts } from './chosen.ts';

/** The place where a run on several machines meets its workers. */
export interface MeetingPlace {
  readonly settings: RedisSettings;
  /** Folder that all machines see; null where Redis carries the contents. */
  readonly folder: string | null;
}

export interface LocalThreads {
  readonly threads: number;
  readonly graceMs: number;
  readonly memoryLimitMb: number;
}

/** A coordinator puts what waits again every ten seconds. */
const PARCEL_SECONDS = 60;

/** Opens an executor on the workers of several machines; `local` plays some of the jobs here. */
export function openRemoteExecutor(place: MeetingPlace, local: LocalThreads | null, parts: ExecutorParts): Executor {
  const { blobs, parcels, close } = openBlobs(place);
  const modules = portableModules(join(parts.folder, 'bundles'));
  const { settings } = place;
  const executor = createBullmqExecutor({ ...parts, settings, platform: remotePlatform(), modules, blobs, parcels });
  const worker = local === null ? null : playHere(place, local, parts, { blobs, parcels }, executor);
  return {
    get threads() {
      return executor.threads;
    },
    chunkMs: executor.chunkMs,
    onGrowth: (callback) => executor.onGrowth?.(callback),
    play: (jobs, listener) => executor.play(jobs, listener),
    progress: () => executor.progress(),
    workers: () => executor.workers?.() ?? [],
    cancel: (jobId) => executor.cancel(jobId),
    stop: () => executor.stop(),
    async close() {
      await executor.close();
      await worker?.close();
      close();
    },
  };
}

function playHere(
  { settings }: MeetingPlace,
  local: LocalThreads,
  parts: ExecutorParts,
  { blobs, parcels }: PlacedBlobs,
  { session }: RemoteExecutor,
): RemoteWorker {
  const worker = startWorker({
    settings,
    host: `${hostname()} (here)`,
    threads: local.threads,
    platform: remotePlatform(),
    software: softwareHere(),
    blobs,
    parcels,
    modules: portableModules(parts.folder),
    open: async (setup) => createPiscinaExecutor({ ...setup, ...local, values: parts.values, warn: parts.warn }),
    say: () => {},
    only: { session, shared: parts.shared },
  });
  worker.over.catch((error: unknown) => parts.warn(`nothing is played here: ${String(error)}`));
  return worker;
}

interface PlacedBlobs {
  /** Candles and strategies: in the shared folder, else in Redis. */
  readonly blobs: Blobs;
  /** Jobs of parcels. */
  readonly parcels: Blobs;
}

export function openBlobs({ settings, folder }: MeetingPlace): PlacedBlobs & { close(): void } {
  const redis = openRedis(settings, () => {});
  const { prefix } = settings;
  const blobs = folder === null ? redisBlobs(redis, sha256, prefix) : folderBlobs(folder, sha256);
  return { blobs, parcels: redisBlobs(redis, sha256, prefix, PARCEL_SECONDS), close: () => redis.disconnect() };
}

/** Throws JbtError `RedisUnavailable` and `MissingLibrary`; warns of a Redis that may throw away what a run needs. */
export async function requireMeetingPlace(settings: RedisSettings, warn: (message: string) => void): Promise<void> {
  loadBullmq();
  const probe = await probeRedis(settings);
  const address = `${settings.host}:${settings.port}`;
  if (probe.kind === 'unreachable') {
    throw new JbtError(
      'RedisUnavailable',
      `Redis at ${address} does not answer (${probe.reason}): start it, or correct --redis`,
    );
  }
  if (probe.policy !== null && probe.policy !== 'noeviction') {
    warn(
      `Redis at ${address} has maxmemory-policy ${probe.policy}, and may drop parts of the run, which are then sent again: set noeviction`,
    );
  }
}
