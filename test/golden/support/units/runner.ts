import {
  anchorTimeframe,
  estimateAveragePrice,
  estimatePnl,
  estimatePnlPercentage,
  fitness,
  floorWithPrecision,
  isPriceNear,
  kellyCriterion,
  limitStopLoss,
  riskToQty,
  riskToSize,
  sizeToQty,
  subtractFloats,
  sumFloats,
  type Timeframe,
} from 'jbt-runner';
import { FuturesExchange } from '../../../../src/engine/account/futures.ts';
import { LiveOrder } from '../../../../src/engine/account/live-order.ts';
import { Position } from '../../../../src/engine/account/position.ts';
import { conventionsOf } from '../../../../src/engine/conventions.ts';
import { formatPrice } from '../../../../src/engine/fills/trace.ts';
import { MarketCandles } from '../../../../src/engine/market/market-candles.ts';
import { ClosedTradesState } from '../../../../src/engine/store/closed-trades.ts';
import { OrdersState } from '../../../../src/engine/store/orders.ts';
import { decodeDna, scaleNumber } from '../../../../src/engine/strategy/parameters.ts';
import {
  changesOf,
  computeMetrics,
  metricConventions,
  pricesToReturns,
  streaks,
} from '../../../../src/metrics/index.ts';
import type { Parameter } from '../../../../src/model/parameter.ts';
import { DAY } from '../../../../src/model/time.ts';
import { longestTimeframe, minutesOf } from '../../../../src/model/timeframe.ts';
import { figuresOf } from '../../../metrics/support/figures.ts';
import { type Difference, differences } from '../compare.ts';
import { type BrokerCase, playBroker } from './broker.ts';
import { aggregateRows, closeGap, includesPrice, oneMinute, type Row, splitCandle } from './candles.ts';

/** A group of units.json: cases of one function. */
export interface UnitGroup {
  readonly group: string;
  readonly function: string;
  readonly cases: readonly UnitCase[];
}

// biome-ignore lint/suspicious/noExplicitAny: cases of a golden file have the fields of their own group only.
export type UnitCase = Readonly<Record<string, any>>;

type Play = (unit: UnitCase) => readonly Difference[];

/** A function of jbt called with `args`, its value compared with `expected`. */
function called(play: (...args: never[]) => unknown): Play {
  return (unit) => differences(unit.expected, play(...((unit.args ?? []) as never[])), 'value');
}

/** Player of each function of units.json, by the first words of its description. */
const PLAYS: Readonly<Record<string, Play>> = {
  split_candle: (unit) =>
    differences({ earlier: unit.earlier, later: unit.later }, splitCandle(unit.candle, unit.price), 'candle'),
  candle_includes_price: (unit) => differences(unit.expected, includesPrice(unit.candle, unit.price), 'value'),
  'fix jumped candle': (unit) => differences(unit.expected, closeGap(unit.previous, unit.candle), 'candle'),
  'aggregate 60 rows': (unit) =>
    differences(
      { first: unit.first, count: unit.count },
      aggregateRows(countingRows(unit.first[0]), unit.timeframe),
      'bars',
    ),
  is_price_near: called(isPriceNear),
  sum_floats: (unit) => {
    const [a, b] = unit.args;
    return differences(unit.expected, unit.op === 'sum' ? sumFloats(a, b) : subtractFloats(a, b), 'value', 0);
  },
  estimate_average_price: called(estimateAveragePrice),
  estimate_PNL_percentage: called(estimatePnlPercentage),
  estimate_PNL: called(estimatePnl),
  'position pnl': (unit) =>
    differences(unit.pnl, heldPosition(unit.qty, unit.entry_price, unit.current_price, 1).pnl, 'pnl'),
  'isolated liquidation': (unit) => {
    const qty = unit.type === 'long' ? 1 : -1;
    const position = heldPosition(qty, unit.entry_price, unit.entry_price, unit.leverage);
    const prices = { liquidation_price: position.liquidationPrice, bankruptcy_price: position.bankruptcyPrice };
    return differences(
      { liquidation_price: unit.liquidation_price, bankruptcy_price: unit.bankruptcy_price },
      prices,
      'position',
    );
  },
  risk_to_qty: called(riskToQty),
  risk_to_size: called(riskToSize),
  size_to_qty: called(sizeToQty),
  limit_stop_loss: called(limitStopLoss),
  kelly_criterion: called(kellyCriterion),
  prices_to_returns: called((prices: number[]) => [...pricesToReturns(prices)]),
  streaks: called((series: number[]) => [...streaks(changesOf(series))]),
  convert_number: called(scaleNumber),
  dna_to_hp: (unit) => {
    const declared = Object.fromEntries(unit.hyperparameters.map((hp: Parameter & { name: string }) => [hp.name, hp]));
    return differences(unit.expected, decodeDna(declared, unit.dna), 'values');
  },
  max_timeframe: called((timeframes: Timeframe[]) => longestTimeframe(timeframes)),
  anchor_timeframe: called(anchorTimeframe),
  'timeframe minutes': called(minutesOf),
  format_price: called(formatPrice),
  floor_with_precision: called(floorWithPrecision),
  'closed trade arithmetic': playTrade,
  'futures, balance 1000': (unit) => playBroker(unit as BrokerCase),
  'equity metrics': (unit) => differences(unit.expected, equityMetrics(unit.daily_balance), 'metrics', 1e-7),
  fitness: (unit) =>
    differences(unit.expected, fitness(unit.objective, unit.ratio, unit.total, unit.optimal_total), 'value'),
};

/** Functions that jbt has no counterpart of, and why. */
const NOT_PLAYED: Readonly<Record<string, string>> = {
  'number of trades applied': 'records fault F38 of a Monte Carlo mode that jbt does not have',
  'progress bar': 'jbt counts minutes instead of steps; its progress is tested in test/run',
  'research.backtest rejects gaps':
    'jbt refuses gaps at import and at load, with its own words; tested in test/adapters',
};

/** Differences of a case; a text when jbt has no such function. */
export function playUnit(group: UnitGroup, unit: UnitCase): readonly Difference[] | string {
  const play = Object.keys(PLAYS).find((start) => group.function.startsWith(start));
  if (play !== undefined) return PLAYS[play](unit);
  const left = Object.keys(NOT_PLAYED).find((start) => group.function.startsWith(start));
  if (left !== undefined) return NOT_PLAYED[left];
  throw new RangeError(`nothing plays the unit function ${group.function}`);
}

function countingRows(start: number): readonly Row[] {
  return Array.from({ length: 60 }, (_, i): Row => [start + i * 60_000, i + 1, i + 2, i + 3, i, 1]);
}

function exchangeWith(leverage: number): FuturesExchange {
  const settings = {
    name: 'Sandbox',
    type: 'futures',
    fee: 0,
    balance: 10_000,
    leverage,
    leverageMode: 'isolated',
  } as const;
  return new FuturesExchange(settings, ['BTC-USDT'], 'USDT', conventionsOf('jesse'));
}

function heldPosition(qty: number, entryPrice: number, currentPrice: number, leverage: number): Position {
  const market = new MarketCandles(
    'BTC-USDT',
    oneMinute([0, currentPrice, currentPrice, currentPrice, currentPrice, 1]),
    1,
  );
  const position = new Position('BTC-USDT', exchangeWith(leverage), market);
  position.open(qty, entryPrice, 0);
  return position;
}

function playTrade(unit: UnitCase): readonly Difference[] {
  const trades = new ClosedTradesState(new OrdersState('Sandbox', ['BTC-USDT']));
  const terms = {
    strategyName: 'Units',
    exchange: 'Sandbox',
    symbol: 'BTC-USDT',
    timeframe: '1m',
    leverage: 1,
    pnlByMoney: false,
  };
  trades.open(unit.type, 0, terms);
  for (const side of ['buy', 'sell'] as const) {
    for (const [qty, price] of unit[`${side}s`]) {
      const request = { side, type: 'MARKET', qty, price, reduceOnly: false, submittedVia: null } as const;
      trades.addFill(new LiveOrder(1, 'Sandbox', 'BTC-USDT', 0, request), qty, price, 0);
    }
  }
  const { qty, entryPrice, exitPrice, size, pnl, pnlPercentage } = trades.close('BTC-USDT', 0);
  const found = {
    qty,
    entry_price: entryPrice,
    exit_price: exitPrice,
    size,
    pnl_without_fee: pnl,
    roi_leverage_1: pnlPercentage,
  };
  const { type, buys, sells, ...expected } = unit;
  return differences(expected, found, 'trade');
}

function equityMetrics(equity: readonly number[]): Readonly<Record<string, number>> {
  return computeMetrics({
    trades: figuresOf([]),
    equity,
    startingBalance: equity[0],
    finishingBalance: equity.at(-1) ?? 0,
    startedAt: 0,
    endedAt: (equity.length - 1) * DAY,
    openTrades: 0,
    openPnl: 0,
    liquidations: 0,
    benchmark: [],
    deepestDrawdown: 0,
    conventions: metricConventions(true),
  });
}
