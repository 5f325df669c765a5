import { setImmediate } from 'node:timers/promises';
import type { SeriesCache } from '../../../engine/series/series-cache.ts';
import type { StrategyClass } from '../../../engine/strategy/strategy.ts';
import type { Job } from '../../../model/job.ts';
import type { Failure, Outcome } from '../../../model/outcome.ts';
import type { CacheReader } from '../../../run/cache-port.ts';
import { failureOf } from '../../../run/play/failure.ts';
import { type JobWatch, type PlayedJob, playJob } from '../../../run/play/play.ts';
import type { Digest, RecordedResult, SharedInputs, ValueCodec } from '../../../run/ports.ts';
import type { ValueTransport } from '../../../run/values/messages.ts';
import { ValueClient } from '../../../run/values/value-client.ts';
import { ValueMemory } from '../../../run/values/value-memory.ts';
import { OWN_FOLDERS } from '../../system/package.ts';
import type { ImpurityWatch } from './impurity-watch.ts';

/** Plays one job in the calling thread; never rejects. Without a link, strategies keep no values. */
export type Player = (job: Job, watch: JobWatch, link: ValueTransport | null) => Promise<FinishedJob>;

export interface FinishedJob {
  readonly outcome: Outcome;
  /** Null when the job is not done. */
  readonly recorded: RecordedResult | null;
}

export interface PlayerParts {
  readonly shared: SharedInputs;
  readonly digest: Digest;
  readonly codec: ValueCodec;
  readonly series: SeriesCache;
  readonly impurityWatch: ImpurityWatch;
  /** What the thread reads values with; null when it has to ask. */
  readonly reader: CacheReader | null;
}

/** Of values, in each thread. */
const MEMORY_BYTES = 32 * 2 ** 20;

/** Plays jobs one after another; they share the imported strategies and the series computed from the candles. */
export function createPlayer({ shared, digest, codec, series, impurityWatch, reader }: PlayerParts): Player {
  const { candles, bundleUrl, debug } = shared;
  const namespaces = shared.values?.namespaces ?? {};
  const memory = new ValueMemory(MEMORY_BYTES);
  const play: Player = async (job, watch, link) => {
    impurityWatch.listenOnLoad();
    const strategies = await importStrategies(bundleUrl);
    if ('code' in strategies) {
      return { outcome: { status: 'failed', jobId: job.id, seconds: 0, failure: strategies }, recorded: null };
    }
    impurityWatch.listen();
    const values = link === null ? null : new ValueClient({ memory, reader, link, codec, now });
    const shared = { candles, strategies: strategies.classes, series, values, namespaces, debug };
    const played = playJob({ job, ...shared, watch, digest, now, ownCode: OWN_FOLDERS });
    // A rejection that the strategy left behind comes out now, while its job is still there to be blamed.
    await setImmediate();
    const impurities = [...impurityWatch.takeImpurities(), ...(values?.isUsed ? [CACHE_USE] : [])];
    return finishedOf(played, impurities);
  };
  return (job, watch, link) => keepingStdoutClean(() => play(job, watch, link));
}

const CACHE_USE = 'it uses this.cache';

function finishedOf({ outcome, record }: PlayedJob, impurities: readonly string[]): FinishedJob {
  return { outcome, recorded: record === null ? null : { record, impurities } };
}

/** Not the global one at the time of the call, which may be watched. */
const now = performance.now.bind(performance);

/** Standard output is for the answer alone: what strategies print goes to standard error. */
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

/** Node imports a URL once per thread and remembers it. */
async function importStrategies(
  url: string,
): Promise<{ readonly classes: Readonly<Record<string, StrategyClass>> } | Failure> {
  try {
    const bundle: { readonly strategies: Readonly<Record<string, StrategyClass>> } = await import(url);
    return { classes: bundle.strategies };
  } catch (error) {
    return { ...failureOf(error, OWN_FOLDERS), code: 'StrategyNotLoaded' };
  }
}
