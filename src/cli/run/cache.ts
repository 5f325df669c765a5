import { systemClock } from '../../adapters/system/clock.ts';
import { sha256 } from '../../adapters/system/digest.ts';
import { recordPacker } from '../../adapters/system/record-packer.ts';
import { valuesV8 } from '../../adapters/system/value-codec.ts';
import type { Job } from '../../model/job.ts';
import { cacheReportOf } from '../../run/cache/report.ts';
import type { Cache } from '../../run/cache-port.ts';
import type { StrategyBundle, ValueAccess } from '../../run/ports.ts';
import type { CacheReport } from '../../run/report.ts';
import { CandleDigests } from '../../run/results/candle-digests.ts';
import { resultKey } from '../../run/results/keys.ts';
import { NO_RESULTS, type Results, StoredResults } from '../../run/results/results.ts';
import { ValueServer } from '../../run/values/value-server.ts';
import { openCache } from '../cache/open.ts';
import type { Home } from '../home.ts';
import { platformHere } from '../process/platform.ts';
import type { Prepared } from './prepare.ts';
import type { RunSettings } from './settings.ts';

/** The cache as a run uses it. */
export interface RunCache {
  readonly results: Results;
  /** Null when strategies cache no values. */
  readonly values: ValueServer | null;
  readonly access: ValueAccess | null;
  /** Key of the result of a job, whether or not it is kept. */
  readonly keyOf: (job: Job) => string;
  report(): CacheReport;
  close(): Promise<void>;
}

export interface RunCacheParts {
  readonly prepared: Prepared;
  readonly settings: RunSettings;
  readonly home: Home;
  readonly warn: (message: string) => void;
}

/** Opens the cache of the settings, else of the batch, else the one on disk. */
export function openRunCache({ prepared, settings, home, warn }: RunCacheParts): RunCache {
  const driver = settings.cache ?? prepared.batch.env?.caching?.driver ?? 'lmdb';
  const options = { folder: home.cache, budgetBytes: settings.cacheSize, clock: systemClock, warn };
  const cache = openCache({ ...options, driver });
  const before = cache.statistics();
  // A cached result has no traces of orders.
  const { candles, bundle } = prepared;
  const inputs = { candles, fingerprints: bundle.fingerprints };
  const keyOf = resultKeys(inputs);
  const results = resultsIn(cache, keyOf, settings.fresh || settings.debug, warn);
  const values = cache.driver === 'none' ? null : new ValueServer(cache);
  const none = { hits: 0, misses: 0 };
  return {
    results,
    values,
    keyOf,
    access: values === null ? null : accessTo(cache, prepared, home),
    report() {
      const reads = { values: values?.counts() ?? none, results: results.counts() };
      return cacheReportOf({
        driver: cache.driver,
        candles: prepared.candles,
        reads,
        before,
        after: cache.statistics(),
      });
    },
    close() {
      cache.sweep();
      return cache.close();
    },
  };
}

type ResultInputs = Pick<Prepared, 'candles'> & Pick<StrategyBundle, 'fingerprints'>;

/** Keys of the results of jobs. */
export function resultKeys({ fingerprints, candles }: ResultInputs): (job: Job) => string {
  const digests = new CandleDigests(candles, sha256);
  const { jbt: engine, nodeMajor, locale } = platformHere();
  const context = { strategies: fingerprints, engine, nodeMajor, locale };
  return (job) => resultKey(job, context, digests, sha256);
}

/** Results are cached on disk only: no later run finds those in memory. */
export function resultsIn(
  cache: Cache,
  keyOf: (job: Job) => string,
  fresh: boolean,
  warn: RunCacheParts['warn'],
): Results {
  if (cache.driver !== 'lmdb') return NO_RESULTS;
  return new StoredResults({
    cache,
    codec: valuesV8,
    packer: recordPacker,
    digest: sha256,
    clock: systemClock,
    keyOf,
    fresh,
    warn,
  });
}

/** Threads open the cache only for strategies that mention it. */
function accessTo(cache: Cache, { bundle }: Prepared, home: Home): ValueAccess {
  const folder = cache.driver === 'lmdb' && bundle.mentionsCache ? home.cache : null;
  return { folder, namespaces: bundle.fingerprints };
}
