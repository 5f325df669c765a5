import type { Indicator } from '../indicators/indicator.ts';
import type { IndicatorParameters } from '../indicators/parameters.ts';
import type { Candle } from '../model/candle.ts';
import { JbtError } from '../model/errors.ts';
import { baseAsset, quoteAsset } from '../model/market.ts';
import type { Metrics } from '../model/metrics.ts';
import type { Parameters, ParameterValues } from '../model/parameter.ts';
import type { DataRoute, Route } from '../model/route.ts';
import type { Timestamp } from '../model/time.ts';
import type { Timeframe } from '../model/timeframe.ts';
import type { ClosedTrade } from '../model/trade.ts';
import type { CandlesView } from './candles-view.ts';
import type { IndicatorColumn } from './indicator-column.ts';
import type { LiveOrder } from './live-order.ts';
import { averagePrice, type OrderLine, type OrderLines, readOrderLines } from './order-lines.ts';
import type { ValuesOf } from './parameters.ts';
import type { Position } from './position.ts';
import type { Seat } from './seat.ts';
import type { Store } from './store/index.ts';

/** A condition that an entry must meet besides the signal. */
export type Filter = () => boolean;

/** Which candles, or which other indicator, an indicator is taken of; the route's own candles when left out. */
export interface IndicatorTarget {
  readonly symbol?: string;
  readonly timeframe?: Timeframe;
  readonly of?: IndicatorColumn;
  /** The symbol that an indicator of two markets (`beta`, `rsmk`) compares with. */
  readonly second?: string;
}

/** A strategy's view of an indicator: one column when it has the one output `value`, columns by name otherwise. */
export type IndicatorView<Name extends string> = [Name] extends ['value']
  ? IndicatorColumn
  : Readonly<Record<Name, IndicatorColumn>>;

/** What a strategy file exports by default. */
export interface StrategyClass {
  readonly name: string;
  readonly parameters: Parameters;
  new (seat: Seat): Strategy;
}

/** A strategy base class with typed parameters in `this.hp`. */
export interface StrategyWith<P extends Parameters> {
  readonly parameters: P;
  with: typeof Strategy.with;
  new (seat: Seat): Strategy<ValuesOf<P>>;
}

/**
 * What a user writes: a class of one route's decisions. Hooks and properties are Jesse's, in camelCase.
 * One instance lives for one session; it can never see a candle that is not over or forming.
 */
export abstract class Strategy<Values = ParameterValues> {
  /** Declared with `Strategy.with({...})`. */
  static readonly parameters: Parameters = {};
  /** Parameter values of this session. */
  readonly hp: Values;
  /** For the strategy's own state. */
  readonly vars: Record<string, unknown> = {};
  readonly #seat: Seat;

  constructor(seat: Seat) {
    if (seat === undefined) {
      throw new JbtError(
        'InvalidStrategy',
        'a strategy with a constructor must pass its argument on: constructor(seat) { super(seat) }',
      );
    }
    this.#seat = seat;
    this.hp = seat.settleParameters(new.target.parameters, this.dna()) as Values;
  }

  /** A base class whose `this.hp` has the declared parameters: `class Trend extends Strategy.with({ fast: int(5, 50, 12) })`. */
  static with<const P extends Parameters>(parameters: P): StrategyWith<P> {
    abstract class Parameterised extends Strategy<ValuesOf<P>> {
      static override readonly parameters = parameters;
    }
    return Parameterised as unknown as StrategyWith<P>;
  }

  // The hooks, in the order in which a bar may run them.

  before(): void {}
  /** Whether waiting entries are withdrawn; asked on every bar while the route is flat. */
  shouldCancelEntry(): boolean {
    return true;
  }
  updatePosition(): void {}
  shouldShort(): boolean {
    return false;
  }
  shouldLong(): boolean {
    throw new JbtError('InvalidStrategy', 'a strategy needs the method shouldLong');
  }
  /** Must set `this.buy`. */
  goLong(): void {
    throw new JbtError('InvalidStrategy', 'a strategy needs the method goLong');
  }
  /** Must set `this.sell`. */
  goShort(): void {
    throw new JbtError('InvalidStrategy', 'a strategy whose shouldShort can be true needs the method goShort');
  }
  filters(): readonly Filter[] {
    return [];
  }
  onOpenPosition(_order: LiveOrder): void {}
  onIncreasedPosition(_order: LiveOrder): void {}
  onReducedPosition(_order: LiveOrder): void {}
  onClosePosition(_order: LiveOrder, _closedTrade: ClosedTrade): void {}
  onCancel(): void {}
  onRouteOpenPosition(_strategy: Strategy): void {}
  onRouteIncreasedPosition(_strategy: Strategy): void {}
  onRouteReducedPosition(_strategy: Strategy): void {}
  onRouteClosePosition(_strategy: Strategy): void {}
  onRouteCanceled(_strategy: Strategy): void {}
  after(): void {}
  updateChart(): void {}
  beforeTerminate(): void {}
  terminate(): void {}
  /** Parameter values as a DNA text; empty for none. Values chosen for the job win over it. */
  dna(): string {
    return '';
  }

  // What the strategy wants: [qty, price], a list of such pairs, [] to withdraw.

  get buy(): OrderLines {
    return this.#seat.trader.buy;
  }
  set buy(lines: OrderLines) {
    this.#seat.trader.buy = lines;
  }
  get sell(): OrderLines {
    return this.#seat.trader.sell;
  }
  set sell(lines: OrderLines) {
    this.#seat.trader.sell = lines;
  }
  get stopLoss(): OrderLines {
    return this.#seat.trader.stopLoss;
  }
  set stopLoss(lines: OrderLines) {
    this.#seat.trader.stopLoss = lines;
  }
  get takeProfit(): OrderLines {
    return this.#seat.trader.takeProfit;
  }
  set takeProfit(lines: OrderLines) {
    this.#seat.trader.takeProfit = lines;
  }
  /** Closes the position at market, as a take-profit when it has a gain and as a stop-loss otherwise. */
  liquidate(): void {
    this.#seat.trader.liquidate();
  }

  // The market.

  /** The newest price: the close of the bar being evaluated, or the price of the fill that called a hook. */
  get price(): number {
    return this.#seat.trader.price;
  }
  get markPrice(): number {
    return this.price;
  }
  get currentCandle(): Candle {
    return this.candles.last;
  }
  get open(): number {
    return this.currentCandle.open;
  }
  get close(): number {
    return this.price;
  }
  get high(): number {
    return this.currentCandle.high;
  }
  get low(): number {
    return this.currentCandle.low;
  }
  get volume(): number {
    return this.currentCandle.volume;
  }
  /** The route's own candles up to the present. */
  get candles(): CandlesView {
    return this.#seat.candles(this.symbol, this.timeframe);
  }
  /** Candles of any symbol and timeframe that a route or data route of the backtest has. */
  getCandles(symbol: string, timeframe: Timeframe): CandlesView {
    return this.#seat.candles(symbol, timeframe);
  }
  /** An indicator over candles or over another indicator, always aligned with the present. Make it once, in a field. */
  indicator<P extends IndicatorParameters, Name extends string>(
    indicator: Indicator<P, Name>,
    parameters?: Partial<P>,
    target: IndicatorTarget = {},
  ): IndicatorView<Name> {
    return this.#seat.indicator(indicator, parameters, target);
  }
  /** Simulation time: the end of the minute being played. */
  get time(): Timestamp {
    return this.store.app.time;
  }

  // The route.

  get symbol(): string {
    return this.#seat.trader.symbol;
  }
  get exchange(): string {
    return this.#seat.job.exchange.name;
  }
  get timeframe(): Timeframe {
    return this.#seat.trader.route.timeframe;
  }
  /** The class name. */
  get name(): string {
    return this.#seat.trader.terms.strategyName;
  }
  get baseAsset(): string {
    return baseAsset(this.symbol);
  }
  get quoteAsset(): string {
    return quoteAsset(this.symbol);
  }
  get routes(): readonly Route[] {
    return this.#seat.job.routes;
  }
  get dataRoutes(): readonly DataRoute[] {
    return this.#seat.job.dataRoutes;
  }
  get currentRouteIndex(): number {
    return this.routes.indexOf(this.#seat.trader.route);
  }
  /** Bars evaluated before the current one. */
  get index(): number {
    return this.#seat.trader.index;
  }
  /** `index` when the last position was closed. */
  get lastTradeIndex(): number {
    return this.#seat.trader.lastTradeIndex;
  }

  // The account.

  get position(): Position {
    return this.#seat.trader.position;
  }
  get allPositions(): Readonly<Record<string, Position>> {
    return Object.fromEntries(this.store.positions.all.map((position) => [position.symbol, position]));
  }
  get isLong(): boolean {
    return this.position.qty > 0;
  }
  get isShort(): boolean {
    return this.position.qty < 0;
  }
  get isOpen(): boolean {
    return this.position.isOpen;
  }
  get isClose(): boolean {
    return this.position.isClose;
  }
  /** The wallet: futures change it by fees and realised PnL only; on spot it is the free quote asset. */
  get balance(): number {
    return this.store.exchanges.tradingExchange.walletBalance;
  }
  get availableMargin(): number {
    return this.store.exchanges.tradingExchange.availableMargin;
  }
  get leveragedAvailableMargin(): number {
    return this.availableMargin * this.leverage;
  }
  /** 1 on spot. */
  get leverage(): number {
    return this.#seat.job.exchange.leverage;
  }
  get feeRate(): number {
    return this.#seat.job.exchange.fee;
  }
  /** Everything the account is worth now, in the quote asset. */
  get portfolioValue(): number {
    return this.#seat.equity();
  }
  get dailyBalances(): readonly number[] {
    return this.store.app.dailyBalance;
  }
  get liquidationPrice(): number {
    return this.position.liquidationPrice;
  }
  get exchangeType(): 'spot' | 'futures' {
    return this.#seat.job.exchange.type;
  }
  get isSpotTrading(): boolean {
    return this.exchangeType === 'spot';
  }
  get isFuturesTrading(): boolean {
    return this.exchangeType === 'futures';
  }
  get isBacktesting(): boolean {
    return true;
  }
  get isLive(): boolean {
    return false;
  }
  get fundingRate(): number {
    return 0;
  }

  // Orders and trades.

  /** All orders of the current cycle, from flat to flat. */
  get orders(): readonly LiveOrder[] {
    return this.store.orders.getOrders(this.symbol);
  }
  get entryOrders(): readonly LiveOrder[] {
    return this.#seat.trader.entryOrders;
  }
  get exitOrders(): readonly LiveOrder[] {
    return this.#exitsAmong(this.orders);
  }
  get activeExitOrders(): readonly LiveOrder[] {
    return this.#exitsAmong(this.store.orders.getActiveOrders(this.symbol));
  }
  #exitsAmong(orders: readonly LiveOrder[]): readonly LiveOrder[] {
    if (this.isClose) return [];
    const side = this.isLong ? 'sell' : 'buy';
    return orders.filter((order) => order.side === side && !order.isCanceled);
  }
  get hasLongEntryOrders(): boolean {
    return this.entryOrders.some(({ side }) => side === 'buy') || (this.orders.length === 0 && this.buy !== null);
  }
  get hasShortEntryOrders(): boolean {
    return this.entryOrders.some(({ side }) => side === 'sell') || (this.orders.length === 0 && this.sell !== null);
  }
  /** Quantity-weighted price of the entries as sent; of the position when nothing was sent; NaN otherwise. */
  get averageEntryPrice(): number {
    const { trader } = this.#seat;
    const lines = this.isShort
      ? trader.sentSell
      : this.isLong
        ? trader.sentBuy
        : readOrderLines(this.buy ?? this.sell, 'entry');
    return lines === null || lines.length === 0 ? this.position.entryPrice : averagePrice(lines);
  }
  get averageStopLoss(): number {
    return averageOf(this.#seat.trader.sentStopLoss, 'stopLoss');
  }
  get averageTakeProfit(): number {
    return averageOf(this.#seat.trader.sentTakeProfit, 'takeProfit');
  }
  /** Entries filled in this position. */
  get increasedCount(): number {
    return this.#seat.trader.increasedCount;
  }
  /** Exits filled in this position, short of closing it. */
  get reducedCount(): number {
    return this.#seat.trader.reducedCount;
  }
  /** Closed trades of this route. */
  get tradesCount(): number {
    return this.#seat.trader.tradesCount;
  }
  get trades(): readonly ClosedTrade[] {
    return this.store.closedTrades.trades.filter(({ symbol }) => symbol === this.symbol);
  }
  /** The metrics of the session so far, over all routes. */
  get metrics(): Metrics {
    return this.#seat.metrics();
  }

  // The session.

  /** Shared by the routes of the backtest; gone with it. */
  get sharedVars(): Record<string, unknown> {
    return this.store.sharedVars;
  }
  get store(): Store {
    return this.#seat.store;
  }
  log(message: string, level: 'info' | 'error' = 'info'): void {
    this.#seat.log(level, message);
  }
  /** Sends an event to whoever listens to the run. The value must be plain data. */
  publish(event: string, value: unknown): void {
    this.#seat.publish(event, value);
  }
  /** A number from 0 to 1, drawn from the job's seed: the same job draws the same numbers. */
  random(): number {
    return this.#seat.random();
  }
}

function averageOf(lines: readonly OrderLine[] | null, property: string): number {
  if (lines === null || lines.length === 0) {
    throw new JbtError('InvalidStrategy', `${property} is not set, so it has no average price`);
  }
  return averagePrice(lines);
}
