import type { DataRoute, Route } from '../../model/route.ts';
import type { Timeframe } from '../../model/timeframe.ts';
import type { Setup } from './batch.ts';
import type { Fault } from './layers.ts';
import type { DocumentPath } from './problems.ts';
import type { BacktestDocument } from './schema.ts';

type KeyFault = (key: string, message: string) => ReturnType<Fault>;

/** A route whose timeframe or strategy may still come from `timeframes` or `strategies`. */
interface OpenRoute {
  readonly symbol: string;
  readonly timeframe?: Timeframe | undefined;
  readonly strategy?: string | undefined;
}

/** Crosses strategies, symbols or routes, and timeframes into setups. */
export function crossSetups(backtest: BacktestDocument, path: DocumentPath, fault: Fault): readonly Setup[] {
  const keyFault: KeyFault = (key, message) => fault([...path, key], message);
  const sets = routeSets(backtest, keyFault);
  checkUsed(sets.flat(), backtest, keyFault);
  return (backtest.strategies ?? [null]).flatMap((strategy) =>
    sets.flatMap((set) =>
      (backtest.timeframes ?? [null]).map((timeframe) => {
        const routes = set.map((route) => filled(route, strategy, timeframe, keyFault));
        return { routes, dataRoutes: dataRoutes(backtest, routes) };
      }),
    ),
  );
}

function routeSets(backtest: BacktestDocument, fault: KeyFault): readonly (readonly OpenRoute[])[] {
  if (backtest.routes && backtest.symbols)
    throw fault('symbols', 'not allowed beside routes, which name their symbols');
  if (backtest.routes) return [backtest.routes];
  if (backtest.symbols) return backtest.symbols.map((symbol) => [{ symbol }]);
  throw fault('symbols', 'missing: name symbols to trade one by one, or routes to trade together');
}

/** Refuses a list that no route uses: it would repeat the same backtest. */
function checkUsed(routes: readonly OpenRoute[], backtest: BacktestDocument, fault: KeyFault): void {
  const unused = 'not used: every route has its own';
  if (backtest.strategies && routes.every((route) => route.strategy)) throw fault('strategies', unused);
  if (backtest.timeframes && routes.every((route) => route.timeframe)) throw fault('timeframes', unused);
}

function filled(open: OpenRoute, anyStrategy: string | null, anyTimeframe: Timeframe | null, fault: KeyFault): Route {
  const strategy = open.strategy ?? anyStrategy;
  const timeframe = open.timeframe ?? anyTimeframe;
  if (strategy === null) throw fault('strategies', `missing: nothing says what trades ${open.symbol}`);
  if (timeframe === null)
    throw fault('timeframes', `missing: nothing says in which timeframe ${open.symbol} is traded`);
  return { symbol: open.symbol, timeframe, strategy };
}

/** Expands data routes without a symbol to every traded symbol, and removes those that are traded anyway. */
function dataRoutes(backtest: BacktestDocument, routes: readonly Route[]): readonly DataRoute[] {
  const traded = new Set(routes.map(routeKey));
  const wanted = (backtest.dataRoutes ?? []).flatMap(({ symbol, timeframe }) =>
    symbol ? [{ symbol, timeframe }] : routes.map((route) => ({ symbol: route.symbol, timeframe })),
  );
  const distinct = new Map(wanted.map((route) => [routeKey(route), route]));
  return [...distinct].filter(([key]) => !traded.has(key)).map(([, route]) => route);
}

function routeKey(route: DataRoute): string {
  return `${route.symbol}@${route.timeframe}`;
}
