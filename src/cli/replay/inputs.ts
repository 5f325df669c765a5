import { existsSync } from 'node:fs';
import type { StoredRun } from '../../adapters/runs/stored-run.ts';
import { bundleStrategies } from '../../adapters/strategies/strategies.ts';
import { sha256 } from '../../adapters/system/digest.ts';
import type { StoredCandles } from '../../model/candle.ts';
import type { MarketKey } from '../../model/market.ts';
import { candleNeeds, loadNeeds } from '../../run/plan/candle-needs.ts';
import type { MarketSummary, SharedInputs, StrategyBundle } from '../../run/ports.ts';
import type { Io } from '../command.ts';
import { homeOf } from '../home.ts';
import { withStorage } from '../storage.ts';

/** Strategies and candles as they are now, for jobs of a stored run. */
export interface ReplayInputs {
  readonly bundle: StrategyBundle;
  readonly candles: Readonly<Record<MarketKey, StoredCandles>>;
  /** All stored markets. */
  readonly markets: readonly MarketSummary[];
}

/**
 * Loads what jobs of a run need. Throws JbtError `StrategyNotFound`, `StrategyNotLoaded`, `CandlesNotFound` or `CandleGap`
 * when that is no longer there.
 */
export async function loadReplay(run: StoredRun, parts: StoredRun['parts'], io: Io): Promise<ReplayInputs> {
  const { bundle } = await bundleStrategies({
    sets: parts.map(({ routes }) => routes.map(({ strategy }) => strategy)),
    // The project may have moved since.
    baseDir: run.strategiesFolder !== null && existsSync(run.strategiesFolder) ? run.strategiesFolder : io.cwd,
    bundlesDir: homeOf(io).bundles,
    digest: sha256,
  });
  return withStorage(io, ({ candles: store }) => {
    return { bundle, candles: loadNeeds(candleNeeds(parts), store), markets: store.markets() };
  });
}

/**
 * The inputs as an executor takes them, with the steps to tell, or null. Values that strategies keep are computed anew: they must
 * not change a result.
 */
export function sharedOf({ candles, bundle }: ReplayInputs, debug: SharedInputs['debug']): SharedInputs {
  return { candles, bundles: bundle.urls, values: null, debug };
}
