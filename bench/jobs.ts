import type { CandleColumns } from '../src/model/candle.ts';
import type { ExchangeSettings } from '../src/model/exchange.ts';
import type { Job } from '../src/model/job.ts';
import type { Route } from '../src/model/route.ts';
import { MINUTE } from '../src/model/time.ts';
import type { Timeframe } from '../src/model/timeframe.ts';

/** Without fees, and rich enough for every order, so that trades depend on prices alone. */
export const EXCHANGE: ExchangeSettings = {
  name: 'Bench',
  type: 'futures',
  fee: 0,
  balance: 100_000,
  leverage: 1,
  leverageMode: 'cross',
};

/** Plays all minutes of the given candles. */
export function jobOver(
  { start, length }: CandleColumns,
  routes: readonly Route[],
  parameters: Job['parameters'] = {},
): Job {
  return {
    id: 'bench',
    exchange: EXCHANGE,
    routes,
    dataRoutes: [],
    parameters,
    from: start,
    to: start + length * MINUTE,
    warmupMinutes: 0,
    fills: { gap: 'open', slippage: 0 },
    compat: null,
    seed: 1,
  };
}

export function routeOf(strategy: string, timeframe: Timeframe, symbol = 'BTC-USDT'): Route {
  return { symbol, timeframe, strategy };
}
