import { hasEnvironment } from '../../adapters/lmdb/environment.ts';
import { commitOf } from '../../adapters/runs/provenance.ts';
import { bundleStrategies } from '../../adapters/strategies/strategies.ts';
import { systemClock } from '../../adapters/system/clock.ts';
import { sha256 } from '../../adapters/system/digest.ts';
import { charsetOf } from '../../adapters/terminal/charset.ts';
import { canDraw, createPaint, wantsColours } from '../../adapters/terminal/paint.ts';
import { createPhaseLine, createPhaseLines, type Phases } from '../../adapters/terminal/phases.ts';
import type { StoredCandles } from '../../model/candle.ts';
import { type MarketKey, marketKey } from '../../model/market.ts';
import { formatDate, type TimeRange } from '../../model/time.ts';
import { type Batch, setupMarkets, strategySetsOf } from '../../run/batch/batch.ts';
import { type ReadExpectation, readExpectations } from '../../run/expectations/expectation.ts';
import type { Manifest } from '../../run/manifest.ts';
import { type CandleNeed, candleNeeds, loadNeeds } from '../../run/plan/candle-needs.ts';
import { countCandles, filledWarnings } from '../../run/plan/loaded-candles.ts';
import { type Plan, planJobs, shardOf } from '../../run/plan/plan.ts';
import { summaryOf } from '../../run/plan/stored.ts';
import type { CandleSource, During, MarketSummary, StrategyBundle } from '../../run/ports.ts';
import type { Commit } from '../../run/provenance.ts';
import type { CandlesReport } from '../../run/report.ts';
import { runIdentity } from '../../run/results/identity.ts';
import type { Io } from '../command.ts';
import type { Home } from '../home.ts';
import { platformHere } from '../process/platform.ts';
import { namingStore, withStorage } from '../storage.ts';
import type { RunBatch } from './batch-of-run.ts';
import type { RunSettings } from './settings.ts';

/** A batch that is ready to be played. */
export interface Prepared {
  readonly batch: Batch;
  /** Base of the names of strategies. */
  readonly folder: string;
  readonly plan: Plan;
  readonly bundle: StrategyBundle;
  readonly candles: Readonly<Record<MarketKey, StoredCandles>>;
  readonly candleCounts: readonly CandlesReport[];
  readonly expectations: readonly ReadExpectation[];
  /** Digests of the stored candles. */
  readonly fingerprints: Readonly<Record<MarketKey, string>>;
  /** Ranges of the stored candles. */
  readonly ranges: Manifest['ranges'];
  /** Commit of the project. */
  readonly commit: Commit | null;
  /** Equal for two runs that must come to the same report. */
  readonly identity: string;
  /** The same for all shards of a batch. */
  readonly batchIdentity: string;
}

/**
 * Reads, checks and loads everything that a run needs, and shows what takes long. Finds all faults of a batch before
 * anything is played. `reading` is told of each file before it is read.
 */
export async function prepareRun(
  readBatch: () => RunBatch | Promise<RunBatch>,
  settings: Pick<RunSettings, 'timeout' | 'stall' | 'shard'>,
  home: Home,
  io: Io,
  reading?: (path: string) => void,
): Promise<Prepared> {
  const phases = openPhases(io);
  try {
    return await prepareIn(phases.during, readBatch, settings, home, { ...io, stderr: phases.messages }, reading);
  } finally {
    phases.close();
  }
}

function openPhases({ stderr, env }: Io): Phases {
  if (!canDraw(stderr, env)) return createPhaseLines({ stream: stderr, clock: systemClock });
  const paint = createPaint(wantsColours(stderr, env));
  return createPhaseLine({ stream: stderr, clock: systemClock, paint, charset: charsetOf(env) });
}

async function prepareIn(
  during: During,
  readBatch: () => RunBatch | Promise<RunBatch>,
  { timeout, stall, shard }: Pick<RunSettings, 'timeout' | 'stall' | 'shard'>,
  home: Home,
  io: Io,
  reading?: (path: string) => void,
): Promise<Prepared> {
  const { batch, folder } = await during('reading the batch', async () => readBatch());
  if (!hasEnvironment(home.cache)) await namingStore(io, () => refuseWithoutCandles(batch));
  const commit = commitOf(folder);
  const { bundle, typesChecked } = await bundleStrategies({
    sets: strategySetsOf(batch),
    baseDir: folder,
    bundlesDir: home.bundles,
    digest: sha256,
    during,
    reading,
  });
  const market = await during('loading candles', () =>
    withStorage(io, ({ candles }) => loadMarket(batch, bundle, candles)),
  );
  await typesChecked;
  const { fingerprints } = market;
  const plan = shard === null ? market.plan : shardOf(market.plan, shard);
  const expectations = readExpectations(plan.expectations, parametersIn(bundle));
  const { jbt: engine, nodeMajor } = platformHere();
  const ingredients = {
    jobs: plan.parts,
    shard: null,
    strategies: bundle.fingerprint,
    candles: fingerprints,
    timeoutMs: timeout,
    stallMs: stall,
    engine,
    nodeMajor,
  };
  return {
    ...market,
    ...{ batch, folder, bundle, plan },
    // A shard cannot know a median of the batch: merging checks it.
    expectations: expectations.filter(({ over }) => shard === null || over === 'backtest'),
    commit: await commit,
    identity: runIdentity({ ...ingredients, shard }, sha256),
    batchIdentity: runIdentity(ingredients, sha256),
  };
}

/** Names of all parameters that the strategies declare. */
export function parametersIn({ strategies }: StrategyBundle): readonly string[] {
  return strategies.flatMap(({ parameters }) => Object.keys(parameters));
}

/** Fails before anything is written if the folder has no candles at all. */
function refuseWithoutCandles({ backtests }: Batch): void {
  for (const { at, exchange, setups } of backtests) {
    for (const market of setups.flatMap((setup) => setupMarkets(exchange.name, setup))) summaryOf(market, [], at);
  }
}

function loadMarket(
  batch: Batch,
  bundle: StrategyBundle,
  source: CandleSource,
): Pick<Prepared, 'plan' | 'candles' | 'candleCounts' | 'fingerprints' | 'ranges'> {
  const plan = planJobs(batch, bundle.strategies, source.markets());
  const needs = candleNeeds(plan.parts.map(({ common }) => common));
  const candles = loadNeeds(needs, source);
  const candleCounts = countCandles(needs, candles);
  const warnings = [...plan.warnings, ...filledWarnings(candleCounts)];
  return { plan: { ...plan, warnings }, candles, candleCounts, ...storedCandles(needs, source) };
}

/** Digests and ranges of what is stored of the needed markets. */
function storedCandles(
  needs: Readonly<Record<string, CandleNeed>>,
  source: CandleSource,
): Pick<Prepared, 'fingerprints' | 'ranges'> {
  const stored = source.markets().filter(({ market }) => Object.hasOwn(needs, marketKey(market)));
  const byMarket = <Value>(of: (summary: MarketSummary) => Value) =>
    Object.fromEntries(stored.map((summary) => [marketKey(summary.market), of(summary)]));
  return {
    fingerprints: byMarket(({ fingerprint }) => fingerprint),
    ranges: byMarket(({ base, ranges }) => ({ base, ranges: ranges.map(rangeText) })),
  };
}

function rangeText({ from, to }: TimeRange): string {
  return `${formatDate(from)}..${formatDate(to)}`;
}
