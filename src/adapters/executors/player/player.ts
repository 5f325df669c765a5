import { setImmediate } from 'node:timers/promises';
import type { SeriesCache } from '../../../engine/series/series-cache.ts';
import type { Job } from '../../../model/job.ts';
import type { Failure, Outcome } from '../../../model/outcome.ts';
import { strategySetOf } from '../../../model/route.ts';
import type { CacheReader } from '../../../run/cache-port.ts';
import { patchFailure } from '../../../run/play/failure.ts';
import { type JobWatch, type PlayedJob, type PlayInput, playJob } from '../../../run/play/play.ts';
import type { Digest, RecordedResult, SharedInputs, ValueCodec } from '../../../run/ports.ts';
import type { ValueTransport } from '../../../run/values/messages.ts';
import { ValueClient } from '../../../run/values/value-client.ts';
import { ValueMemory } from '../../../run/values/value-memory.ts';
import { OWN_FOLDERS } from '../../system/package.ts';
import { nameChangedObject } from './changed-object.ts';
import { ImpurityWatch, impuritiesOf, isLasting } from './impurity-watch.ts';
import { LoadedStrategies } from './loaded-strategies.ts';
import { Realm } from './realm.ts';
import { sharedObjects } from './shared-objects.ts';

/** Plays one job in the calling thread; never rejects. Without a link, strategies keep no values. */
export type Player = (job: Job, watch: JobWatch, link: ValueTransport | null) => Promise<FinishedJob>;

export interface FinishedJob {
  readonly outcome: Outcome;
  /** Null when the job is not done. */
  readonly recorded: RecordedResult | null;
  /** True if the strategy may have changed the thread, which must not play another job. */
  readonly isSpoilt: boolean;
}

export interface PlayerParts {
  readonly shared: SharedInputs;
  readonly digest: Digest;
  readonly codec: ValueCodec;
  readonly series: SeriesCache;
  /** Reader of cached values; null if the thread has to ask the coordinator. */
  readonly reader: CacheReader | null;
  /** `replaced`: its thread ends with whatever changes a shared object. `repaired`: it outlives that. */
  readonly thread: 'replaced' | 'repaired';
  /** True if the player may protect built-in objects for good: a look for changes takes 16 us then, and 1 ms else. */
  readonly hardens: boolean;
}

/** Memory for cached values, per thread. */
const MEMORY_BYTES = 32 * 2 ** 20;

/** Creates a player. Its jobs share computed series and proven bundles. */
export async function createPlayer(parts: PlayerParts): Promise<Player> {
  const { shared, digest, codec, series, reader, thread, hardens } = parts;
  const { candles, bundles, debug } = shared;
  const namespaces = shared.values?.namespaces ?? {};
  const memory = new ValueMemory(MEMORY_BYTES);
  const realm = new Realm(await sharedObjects());
  const impurityWatch = new ImpurityWatch((module, name) => realm.addPrototypes(module, name));
  if (hardens) {
    impurityWatch.takeThread();
    realm.harden();
  }
  const loaded = new LoadedStrategies(impurityWatch);
  const play: Player = async (job, watch, link) => {
    if (!hardens) realm.look();
    forgetMatches();
    const strategies = await loaded.forJob(bundles[strategySetOf(job.routes.map(({ strategy }) => strategy))]);
    if ('code' in strategies) return finishedOf(failed(job, strategies).outcome, null, restored(realm));
    const values = link === null ? null : new ValueClient({ memory, reader, link, codec, now });
    const inputs = { candles, strategies: strategies.classes, series, values, namespaces, debug };
    const played = playGuarded({ job, ...inputs, watch, digest, now, ownCode: OWN_FOLDERS }, realm, thread);
    // Unhandled rejections surface now, while the job to blame is still running.
    await setImmediate();
    const changed = played.changed ?? restored(realm);
    const heard = impurityWatch.takeHeard();
    const impurities = [...impuritiesOf(heard), ...(values?.isUsed ? [CACHE_USE] : [])];
    const recorded = played.record === null ? null : { record: shared.hashesAlone ? null : played.record, impurities };
    const finished = finishedOf(played.outcome, recorded, changed);
    return isLasting(heard) ? { ...finished, isSpoilt: true } : finished;
  };
  // A copy: jobs of a chunk share their routes, and a strategy may change those it is shown.
  return (job, watch, link) => keepingStdoutClean(() => play(structuredClone(job), watch, link));
}

const CACHE_USE = 'it uses this.cache';

function failed({ id }: Job, failure: Failure): PlayedJob {
  return { outcome: { status: 'failed', jobId: id, seconds: 0, failure }, record: null };
}

/**
 * Plays a job. A strategy that breaks built-in methods makes jbt's own code throw; a thread that is not replaced is
 * repaired before any other code runs.
 */
function playGuarded(
  input: PlayInput,
  realm: Realm,
  thread: PlayerParts['thread'],
): PlayedJob & { readonly changed: string | null } {
  try {
    const played = playJob(input);
    return { ...played, changed: thread === 'replaced' ? null : restored(realm) };
  } catch (error) {
    const changed = restored(realm);
    if (changed === null) throw error;
    return { ...failed(input.job, patchFailure(changed)), changed };
  }
}

/** Undoes changes of shared objects. Returns the name of a changed object; null if there is none. */
function restored(realm: Realm): string | null {
  const changed = realm.changed();
  if (changed !== null) realm.restore();
  return changed;
}

/** Discards the result of a strategy that changed shared objects. */
function finishedOf(outcome: Outcome, recorded: RecordedResult | null, changed: string | null): FinishedJob {
  if (changed === null) return { outcome: named(outcome), recorded, isSpoilt: false };
  const { jobId, seconds, status } = outcome;
  const failure = patchFailure(changed);
  return {
    outcome: status === 'cancelled' ? outcome : { status: 'failed', jobId, seconds, failure },
    recorded: null,
    isSpoilt: true,
  };
}

function named(outcome: Outcome): Outcome {
  return outcome.status === 'failed' ? { ...outcome, failure: nameChangedObject(outcome.failure) } : outcome;
}

/** Resets `RegExp.$1` and its like, which hold the last match of the thread. */
function forgetMatches(): void {
  /(?:)/.test('');
}

const now = (): number => performance.now();

/** Redirects what strategies print to standard error: standard output is for the answer alone. */
async function keepingStdoutClean<T>(work: () => Promise<T>): Promise<T> {
  const { stdout, stderr } = process;
  const write = stdout.write;
  stdout.write = stderr.write.bind(stderr);
  try {
    return await work();
  } finally {
    stdout.write = write;
  }
}
