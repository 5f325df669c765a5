// The run that the examples of several pages are of.
import type { Job } from '../src/model/job.ts';
import type { Order } from '../src/model/order.ts';
import type { FinalOutcome } from '../src/model/outcome.ts';
import { HOUR } from '../src/model/time.ts';
import type { ClosedTrade } from '../src/model/trade.ts';

export const RUN_ID = '20231001-120000';

export const JOB: Job = {
  id: '0001-trend-FIL-USDT-1h-fast8',
  exchange: {
    name: 'Binance Perpetual Futures',
    type: 'futures',
    fee: 0.0004,
    balance: 10_000,
    leverage: 3,
    leverageMode: 'cross',
  },
  routes: [{ symbol: 'FIL-USDT', timeframe: '1h', strategy: 'trend' }],
  dataRoutes: [],
  parameters: { fast: 8 },
  from: Date.UTC(2023, 7, 11),
  to: Date.UTC(2023, 9, 1),
  warmupMinutes: 14_400,
  fills: { gap: 'open', slippage: 0 },
  compat: null,
  seed: 0,
};

export const TREND = {
  name: 'trend',
  className: 'Trend',
  parameters: {},
  defaults: { fast: 12, slow: 26 },
  warnings: [],
};

export const DONE: Extract<FinalOutcome, { status: 'done' }> = {
  status: 'done',
  jobId: JOB.id,
  seconds: 0.09,
  result: {
    hash: '45bedf86…',
    metrics: { total: 42, net_profit_percentage: 7.82 },
    trades: 42,
    equity: [10_000, 10_782],
    candles: 73_440,
    orders: 131,
  },
};

const ORDER: Order = {
  ...{ id: 1, exchange: JOB.exchange.name, symbol: 'FIL-USDT', side: 'buy', type: 'STOP', reduceOnly: false },
  ...{ qty: 100, price: 4.17, submittedVia: null, createdAt: JOB.from + 4 * HOUR, status: 'EXECUTED' },
  ...{ filledQty: 100, fillPrice: 4.18, fee: 0.1672, executedAt: JOB.from + 5 * HOUR, canceledAt: null },
};

export const TRADE: ClosedTrade = {
  ...{ id: 1, strategyName: 'Trend', exchange: JOB.exchange.name, symbol: 'FIL-USDT', timeframe: '1h', type: 'long' },
  ...{
    entryPrice: 4.18,
    exitPrice: 4.5,
    qty: 100,
    size: 418,
    leverage: 3,
    fee: 0.3472,
    pnl: 31.65,
    pnlPercentage: 22.72,
  },
  ...{ openedAt: JOB.from + 5 * HOUR, closedAt: JOB.from + 9 * HOUR, holdingPeriod: 14_400, orders: [ORDER] },
};
