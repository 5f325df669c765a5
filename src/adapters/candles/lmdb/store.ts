import { type Market, marketKey } from '../../../model/market.ts';
import { storedRangeAround, summaryOf } from '../../../run/plan/stored.ts';
import type { CandleSource, Digest, MarketSummary } from '../../../run/ports.ts';
import type { LmdbEnvironment } from '../../lmdb/environment.ts';
import type { CandleFile } from '../file.ts';
import type { Conflicts } from './merge.ts';
import { type Merged, putFiles } from './put.ts';
import { loadMonths, readRecords, removeMarket, storedMarkets } from './read.ts';
import { summarise } from './record.ts';
import { type Verification, verifyMarket } from './verify.ts';

export type { MergeCount, Merged } from './put.ts';
export type { Verification } from './verify.ts';

/** The store of imported market data. */
export interface CandleStore extends CandleSource {
  /**
   * Adds the minutes of all files, or of none when one is refused. Minutes that the files filled become flat candles
   * where neither another file nor the store has them; `fill` does the same between the files. `replace` lets the files
   * win over the store. Throws JbtError `ConflictingCandles`, and `CorruptCandles` on filling.
   */
  put(market: Market, files: readonly CandleFile[], between?: 'leave' | 'fill', conflicts?: Conflicts): Merged;
  /** Removes a market. Throws JbtError `CandlesNotFound`. */
  remove(market: Market): MarketSummary;
  /** Checks everything that is stored. */
  verify(): readonly Verification[];
}

export interface CandleStoreOptions {
  readonly environment: Pick<LmdbEnvironment, 'candles' | 'transaction'>;
  readonly digest: Digest;
  /** Is told of damaged candles that an import replaces. */
  readonly warn: (message: string) => void;
}

/** Opens the candle store of an environment. */
export function openCandleStore({ environment, digest, warn }: CandleStoreOptions): CandleStore {
  const { candles: table } = environment;

  const markets = (): readonly MarketSummary[] =>
    storedMarkets(table).map((market) => summarise(market, readRecords(table, market, digest) ?? [], digest));

  return {
    markets,
    load(market, range) {
      storedRangeAround(summaryOf(market, markets(), 'candle store'), range, 'candle store');
      return loadMonths(table, market, range);
    },
    put: (market, files, between = 'leave', conflicts = 'refuse') =>
      environment.transaction(() => putFiles({ table, digest, warn }, market, files, between, conflicts)),
    remove(market) {
      const key = marketKey(market);
      // `summaryOf` does not find a market whose candles are all damaged.
      const summary =
        markets().find((stored) => marketKey(stored.market) === key) ?? summaryOf(market, markets(), 'candle store');
      environment.transaction(() => removeMarket(table, market));
      return summary;
    },
    verify: () => storedMarkets(table).map((market) => verifyMarket(table, market, digest)),
  };
}
