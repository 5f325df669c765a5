import { type Market, marketKey } from '../../../model/market.ts';
import { storedRangeAround, summaryOf } from '../../../run/plan/stored.ts';
import type { CandleSource, Digest, MarketSummary } from '../../../run/ports.ts';
import type { LmdbEnvironment } from '../../lmdb/environment.ts';
import type { CandleFile } from '../file.ts';
import { type Merged, putFiles } from './put.ts';
import { loadMonths, readRecords, removeMarket, storedMarkets } from './read.ts';
import { summarise } from './record.ts';
import { type Verification, verifyMarket } from './verify.ts';

export type { MergeCount, Merged } from './put.ts';
export type { Verification } from './verify.ts';

/** The store of imported market data. */
export interface CandleStore extends CandleSource {
  /**
   * Adds the minutes of files, in their order, all of them or, when one cannot be, none. Minutes that the files filled,
   * and on demand those that are missing between them, become flat candles at the last close where neither another
   * file nor the store has them. Throws JbtError `ConflictingCandles` or, on filling, `CorruptCandles`.
   */
  put(market: Market, files: readonly CandleFile[], between?: 'leave' | 'fill'): Merged;
  /** Forgets a market. Throws JbtError `CandlesNotFound`. */
  remove(market: Market): MarketSummary;
  /** Reads everything that is stored and compares it with its checksums. */
  verify(): readonly Verification[];
}

export interface CandleStoreOptions {
  readonly environment: Pick<LmdbEnvironment, 'candles' | 'transaction'>;
  readonly digest: Digest;
  /** Hears of damaged candles that an import replaces. */
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
    put: (market, files, between = 'leave') =>
      environment.transaction(() => putFiles({ table, digest, warn }, market, files, between)),
    remove(market) {
      const key = marketKey(market);
      // One whose candles are all damaged is found here, but not there.
      const summary =
        markets().find((stored) => marketKey(stored.market) === key) ?? summaryOf(market, markets(), 'candle store');
      environment.transaction(() => removeMarket(table, market));
      return summary;
    },
    verify: () => storedMarkets(table).map((market) => verifyMarket(table, market, digest)),
  };
}
