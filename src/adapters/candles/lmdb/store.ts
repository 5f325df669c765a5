import { randomUUID } from 'node:crypto';
import { type Market, marketKey } from '../../../model/market.ts';
import type { Timeframe } from '../../../model/timeframe.ts';
import { storedRangeAround, summaryOf } from '../../../run/plan/stored.ts';
import type { CandleSource, Digest, MarketSummary } from '../../../run/ports.ts';
import type { LmdbEnvironment } from '../../lmdb/environment.ts';
import type { CandleFile } from '../file.ts';
import type { GapPolicy } from './gaps.ts';
import type { Conflicts } from './merge.ts';
import { MarketImport, type Merged, type PutOptions } from './put.ts';
import { loadMonths, readRecord, removeMarket, storedMarkets } from './read.ts';
import { summarise } from './record.ts';
import { type Verification, verifyMarket } from './verify.ts';

export type { MarketImport, MergeCount, Merged } from './put.ts';
export type { Verification } from './verify.ts';

/** The store of imported market data. */
export interface CandleStore extends CandleSource {
  /** Begins an import: files are added one by one, then all are stored by `finish`, or none by `abandon`. */
  begin(market: Market, options: PutOptions): MarketImport;
  /**
   * Adds the candles of all files, or of none when one is refused. `gaps` says what becomes of ranges without candles,
   * within the files and between them. `replace` lets the files win over the store. Throws what `MarketImport` throws.
   */
  put(
    market: Market,
    files: Iterable<CandleFile>,
    gaps?: GapPolicy,
    conflicts?: Conflicts,
    timeframe?: Timeframe | null,
  ): Merged;
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
  const nothing = { base: '1m', months: [] } as const;

  const markets = (): readonly MarketSummary[] =>
    storedMarkets(table).map((market) => summarise(market, readRecord(table, market, digest) ?? nothing, digest));

  const begin = (market: Market, options: PutOptions): MarketImport =>
    new MarketImport({ environment, digest, warn, generation: newGeneration() }, market, options);

  return {
    markets,
    begin,
    load(market, range) {
      storedRangeAround(summaryOf(market, markets(), 'candle store'), range, 'candle store');
      return loadMonths(table, market, readRecord(table, market, digest) ?? nothing, range);
    },
    put(market, files, gaps = 'leave', conflicts = 'refuse', timeframe = null) {
      const importing = begin(market, { gaps, conflicts, timeframe });
      try {
        for (const file of files) importing.add(file);
        return importing.finish();
      } catch (error) {
        importing.abandon();
        throw error;
      }
    },
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

/** Names an import. Names sort by time, and two imports of one millisecond differ. */
function newGeneration(): string {
  return `${Date.now()}-${randomUUID().slice(0, 8)}`;
}

/** Names of the stored markets, without a look at their candles. */
export function marketNames({ candles }: Pick<LmdbEnvironment, 'candles'>): readonly string[] {
  return storedMarkets(candles).map(marketKey);
}
