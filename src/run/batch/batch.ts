import type { LoggingSwitches } from '../../model/logging.ts';
import { type Market, marketKey } from '../../model/market.ts';
import type { DataRoute, Route } from '../../model/route.ts';
import type { TimeRange, Timestamp } from '../../model/time.ts';
import type { CacheDriver } from '../cache-port.ts';
import type { Expectation } from '../expectations/expectation.ts';
import type { Axis } from './grid.ts';
import type { Resolved } from './layers.ts';
import type { EXCHANGE_SETTINGS, FILL_SETTINGS, SINGLE_SETTINGS } from './settings.ts';

/** Routes of one session. */
export interface Setup {
  readonly routes: readonly Route[];
  readonly dataRoutes: readonly DataRoute[];
}

/** `from` inclusive, `to` exclusive; null stands for the end of the stored candles. */
export type DateBounds = { readonly [End in keyof TimeRange]: Timestamp | null };

/** Settings that every backtest has one value of. */
export interface SingleSettings extends Resolved<typeof SINGLE_SETTINGS> {
  readonly exchange: Resolved<typeof EXCHANGE_SETTINGS>;
  readonly fills: Resolved<typeof FILL_SETTINGS>;
}

/** One entry of a batch: every setup is crossed with every period and every combination of parameters. */
export interface Backtest extends SingleSettings {
  /** Place in the batch file, for messages: `jbt.yaml:12: backtests[1]`. */
  readonly at: string;
  readonly setups: readonly Setup[];
  readonly periods: readonly DateBounds[];
  /** Its own parameters; each must be declared by one of its strategies. */
  readonly axes: readonly Axis[];
  /** Its own conditions; left out where it has none. */
  readonly expect?: readonly Expectation[];
}

/** The backtests of one invocation, every setting resolved, as plain JSON. */
export interface Batch {
  readonly backtests: readonly Backtest[];
  /** Parameters for every backtest whose strategies declare them and that does not set them itself. */
  readonly axes: readonly Axis[];
  /** Conditions on all backtests; left out where there are none. */
  readonly expect?: readonly Expectation[];
  /** Settings of the machinery, as written. */
  readonly env?: {
    readonly caching?: { readonly driver?: CacheDriver | undefined } | undefined;
    readonly logging?: LoggingSwitches | undefined;
  };
}

/** The strategies of each setup of a batch, as its routes name them. */
export function strategySetsOf(batch: Batch): readonly (readonly string[])[] {
  return setupsOf(batch).map(({ setup }) => setup.routes.map((route) => route.strategy));
}

/** Every market that a batch trades or reads, each once. */
export function marketsOf(batch: Batch): readonly Market[] {
  const markets = setupsOf(batch).flatMap(({ exchange, setup }) => setupMarkets(exchange, setup));
  return [...new Map(markets.map((market) => [marketKey(market), market])).values()];
}

/** Every market that one setup trades or reads, each once. */
export function setupMarkets(exchange: string, setup: Setup): readonly Market[] {
  const symbols = new Set([...setup.routes, ...setup.dataRoutes].map((route) => route.symbol));
  return [...symbols].map((symbol) => ({ exchange, symbol }));
}

function setupsOf(batch: Batch): readonly { readonly exchange: string; readonly setup: Setup }[] {
  return batch.backtests.flatMap(({ exchange, setups }) => setups.map((setup) => ({ exchange: exchange.name, setup })));
}
