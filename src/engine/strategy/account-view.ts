import { JbtError } from '../../model/errors.ts';
import { baseAsset, quoteAsset } from '../../model/market.ts';
import type { Metrics } from '../../model/metrics.ts';
import type { DataRoute, Route } from '../../model/route.ts';
import type { Timeframe } from '../../model/timeframe.ts';
import type { ClosedTrade } from '../../model/trade.ts';
import type { LiveOrder } from '../account/live-order.ts';
import type { Position } from '../account/position.ts';
import { type StrategyContext, TRADER } from './context.ts';
import { StrategyHooks } from './hooks.ts';
import { averagePrice, type OrderLine } from './order-lines.ts';

/** A strategy's view of its route, account, orders and trades. */
export abstract class StrategyAccount extends StrategyHooks {
  readonly #context: StrategyContext;

  constructor(context: StrategyContext) {
    super();
    this.#context = context;
  }

  // The route.

  /** The symbol of the route, such as `BTC-USDT`. */
  get symbol(): string {
    return this.#context[TRADER].symbol;
  }
  /** Name of the exchange. */
  get exchange(): string {
    return this.#context.job.exchange.name;
  }
  /** Timeframe of the route. */
  get timeframe(): Timeframe {
    return this.#context[TRADER].route.timeframe;
  }
  /** The class name. */
  get name(): string {
    return this.#context[TRADER].terms.strategyName;
  }
  /** The asset that is traded: `BTC` of `BTC-USDT`. */
  get baseAsset(): string {
    return baseAsset(this.symbol);
  }
  /** The asset that prices are in: `USDT` of `BTC-USDT`. */
  get quoteAsset(): string {
    return quoteAsset(this.symbol);
  }
  /** All routes of the backtest, in the order of the batch. */
  get routes(): readonly Route[] {
    return this.#context.job.routes;
  }
  /** Markets and timeframes that are read but not traded. */
  get dataRoutes(): readonly DataRoute[] {
    return this.#context.job.dataRoutes;
  }
  /** Place of this route among `routes`, from 0. */
  get currentRouteIndex(): number {
    return this.routes.indexOf(this.#context[TRADER].route);
  }
  /** Bars evaluated before the current one. */
  get index(): number {
    return this.#context[TRADER].index;
  }
  /** `index` when the last position was closed. */
  get lastTradeIndex(): number {
    return this.#context[TRADER].lastTradeIndex;
  }

  // The account.

  /** Position of the route, open or not. */
  get position(): Position {
    return this.#context[TRADER].position;
  }
  /** Positions of all traded symbols, by symbol. */
  get allPositions(): Readonly<Record<string, Position>> {
    return Object.fromEntries(this.#context.store.positions.all.map((position) => [position.symbol, position]));
  }
  /** True while a long position is open. */
  get isLong(): boolean {
    return this.position.qty > 0;
  }
  /** True while a short position is open. */
  get isShort(): boolean {
    return this.position.qty < 0;
  }
  /** True while a position is open. */
  get isOpen(): boolean {
    return this.position.isOpen;
  }
  /** True while no position is open. */
  get isClose(): boolean {
    return this.position.isClose;
  }
  /** The wallet: futures change it by fees and realised PnL only; on spot it is the free quote asset. */
  get balance(): number {
    return this.#context.store.exchanges.tradingExchange.walletBalance;
  }
  /** Margin that new orders may use, in the quote asset. */
  get availableMargin(): number {
    return this.#context.store.exchanges.tradingExchange.availableMargin;
  }
  /** `availableMargin` times the leverage. */
  get leveragedAvailableMargin(): number {
    return this.availableMargin * this.leverage;
  }
  /** 1 on spot. */
  get leverage(): number {
    return this.#context.job.exchange.leverage;
  }
  /** Fee of a fill as a share of its value: 0.001 is 0.1 %. */
  get feeRate(): number {
    return this.#context.job.exchange.fee;
  }
  /** Equity of the account now, in the quote asset. */
  get portfolioValue(): number {
    return this.#context.equity();
  }
  /** Equity at the start and at the end of each day so far, in the quote asset. */
  get dailyBalances(): readonly number[] {
    return this.#context.store.app.dailyBalance;
  }
  /** Price at which the exchange closes an isolated position; NaN for others. */
  get liquidationPrice(): number {
    return this.position.liquidationPrice;
  }
  /** Kind of the account. */
  get exchangeType(): 'spot' | 'futures' {
    return this.#context.job.exchange.type;
  }
  /** True on a spot account. */
  get isSpotTrading(): boolean {
    return this.exchangeType === 'spot';
  }
  /** True on a futures account. */
  get isFuturesTrading(): boolean {
    return this.exchangeType === 'futures';
  }
  /** Always true. */
  get isBacktesting(): boolean {
    return true;
  }
  /** Always false. */
  get isLive(): boolean {
    return false;
  }
  /** Always 0: funding is not simulated. */
  get fundingRate(): number {
    return 0;
  }

  // Orders and trades.

  /** All orders of the current cycle, from flat to flat. */
  get orders(): readonly LiveOrder[] {
    return this.#context.store.orders.getOrders(this.symbol);
  }
  /** Entries of the current cycle, sent or filled. */
  get entryOrders(): readonly LiveOrder[] {
    return this.#context[TRADER].desk.entryOrders;
  }
  /** Exits of the current cycle. */
  get exitOrders(): readonly LiveOrder[] {
    return this.#exitsAmong(this.orders);
  }
  /** Exits that wait to be filled. */
  get activeExitOrders(): readonly LiveOrder[] {
    return this.#exitsAmong(this.#context.store.orders.getActiveOrders(this.symbol));
  }
  #exitsAmong(orders: readonly LiveOrder[]): readonly LiveOrder[] {
    if (this.isClose) return [];
    const side = this.isLong ? 'sell' : 'buy';
    return orders.filter((order) => order.side === side && !order.isCanceled);
  }
  /** True when a buy waits to enter, or is wanted and not sent yet. */
  get hasLongEntryOrders(): boolean {
    return (
      this.entryOrders.some(({ side, isActive }) => isActive && side === 'buy') ||
      (this.orders.length === 0 && this.#context[TRADER].desk.wanted.buy !== null)
    );
  }
  /** True when a sell waits to enter, or is wanted and not sent yet. */
  get hasShortEntryOrders(): boolean {
    return (
      this.entryOrders.some(({ side, isActive }) => isActive && side === 'sell') ||
      (this.orders.length === 0 && this.#context[TRADER].desk.wanted.sell !== null)
    );
  }
  /** Quantity-weighted price of the sent entries; without any, the position's entry price, or NaN. */
  get averageEntryPrice(): number {
    const { desk } = this.#context[TRADER];
    const lines = this.isShort ? desk.sent.sell : this.isLong ? desk.sent.buy : desk.waitingEntry;
    return lines === null || lines.length === 0 ? this.position.entryPrice : averagePrice(lines);
  }
  /** Quantity-weighted price of the sent stops. Throws InvalidStrategy when there are none. */
  get averageStopLoss(): number {
    return averageOf(this.#context[TRADER].desk.sent.stopLoss, 'stopLoss');
  }
  /** Quantity-weighted price of the sent take-profits. Throws InvalidStrategy when there are none. */
  get averageTakeProfit(): number {
    return averageOf(this.#context[TRADER].desk.sent.takeProfit, 'takeProfit');
  }
  /** Entries filled in this position. */
  get increasedCount(): number {
    return this.#context[TRADER].increasedCount;
  }
  /** Exits filled in this position, short of closing it. */
  get reducedCount(): number {
    return this.#context[TRADER].reducedCount;
  }
  /** Closed trades of this route. */
  get tradesCount(): number {
    return this.#context[TRADER].tradesCount;
  }
  /** Closed trades in this symbol, in closing order. */
  get trades(): readonly ClosedTrade[] {
    return this.#context.store.closedTrades.trades.filter(({ symbol }) => symbol === this.symbol);
  }
  /** The metrics of the session so far, over all routes. */
  get metrics(): Metrics {
    return this.#context.metrics();
  }
}

function averageOf(lines: readonly OrderLine[] | null, property: string): number {
  if (lines === null || lines.length === 0) {
    throw new JbtError('InvalidStrategy', `${property} is not set, so it has no average price`);
  }
  return averagePrice(lines);
}
