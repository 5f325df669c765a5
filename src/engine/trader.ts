import { JbtError } from '../model/errors.ts';
import type { SubmittedVia } from '../model/order.ts';
import type { Route } from '../model/route.ts';
import type { ClosedTrade } from '../model/trade.ts';
import type { BarSeries } from './bar-series.ts';
import type { Broker, FillListener } from './broker.ts';
import type { Conventions } from './conventions.ts';
import type { LiveOrder } from './live-order.ts';
import { isPriceNear, type OrderLine, type OrderLines, readOrderLines, sameLines } from './order-lines.ts';
import type { Position, PositionChange } from './position.ts';
import type { TradeTerms } from './store/closed-trades.ts';
import type { Store } from './store/index.ts';
import type { Strategy } from './strategy.ts';

export interface TraderParts {
  readonly route: Route;
  readonly store: Store;
  readonly broker: Broker;
  readonly conventions: Conventions;
  readonly bars: BarSeries;
  readonly position: Position;
  readonly log: (message: () => string) => void;
}

/** One route at work: asks its strategy, turns what it wants into orders, and tells it what became of them. */
export class Trader implements FillListener {
  readonly route: Route;
  readonly symbol: string;
  readonly bars: BarSeries;
  readonly position: Position;
  readonly terms: TradeTerms;
  /** What the strategy wants, as it said it. */
  buy: OrderLines = null;
  sell: OrderLines = null;
  stopLoss: OrderLines = null;
  takeProfit: OrderLines = null;
  /** Bars evaluated. */
  index = 0;
  lastTradeIndex = 0;
  increasedCount = 0;
  reducedCount = 0;
  tradesCount = 0;
  /** What was last sent of it; null when nothing was. */
  sentBuy: readonly OrderLine[] | null = null;
  sentSell: readonly OrderLine[] | null = null;
  sentStopLoss: readonly OrderLine[] | null = null;
  sentTakeProfit: readonly OrderLine[] | null = null;
  readonly #parts: TraderParts;
  #strategy: Strategy | null = null;
  #others: readonly Trader[] = [];
  #executing = false;

  constructor(parts: TraderParts, strategyName: string) {
    this.#parts = parts;
    this.route = parts.route;
    this.symbol = parts.route.symbol;
    this.bars = parts.bars;
    this.position = parts.position;
    const { settings } = parts.store.exchanges.tradingExchange;
    this.terms = {
      strategyName,
      exchange: settings.name,
      symbol: this.symbol,
      timeframe: parts.route.timeframe,
      leverage: settings.leverage,
      pnlByMoney: settings.type === 'spot' && parts.conventions.spotQty === 'received',
    };
  }

  /** Seats the strategy and introduces the other routes, in their order. */
  seat(strategy: Strategy, others: readonly Trader[]): void {
    this.#strategy = strategy;
    this.#others = others;
  }

  get strategy(): Strategy {
    if (this.#strategy === null) throw new RangeError(`the strategy of ${this.symbol} is not there yet`);
    return this.#strategy;
  }

  get price(): number {
    return this.bars.market.price;
  }

  /** Flat: all orders of the cycle. Open: those on the position's side that are not cancelled. */
  get entryOrders(): readonly LiveOrder[] {
    const { orders } = this.#parts.store;
    if (this.position.isClose) return orders.getOrders(this.symbol);
    const side = this.position.qty > 0 ? 'buy' : 'sell';
    return orders.getActiveOrders(this.symbol).filter((order) => order.side === side && !order.isCanceled);
  }

  get hasEntryOrders(): boolean {
    if (this.position.isClose) return this.#parts.store.orders.count(this.symbol) > 0;
    return this.entryOrders.length > 0;
  }

  /** One bar: what the strategy does each time its timeframe has closed one. */
  executeBar(): void {
    if (this.#executing) return;
    this.#executing = true;
    this.strategy.before();
    this.#check();
    this.strategy.after();
    this.strategy.updateChart();
    this.#executing = false;
    this.index++;
  }

  #check(): void {
    const { strategy, position } = this;
    if (position.isClose && this.hasEntryOrders && strategy.shouldCancelEntry()) this.cancelEntry();
    if (position.isOpen) {
      strategy.updatePosition();
      this.detectChanges();
    }
    this.#parts.broker.executeMarketOrders();
    if (position.isClose && !this.hasEntryOrders) this.#lookForEntry();
  }

  #lookForEntry(): void {
    this.#reset();
    const short = this.strategy.shouldShort();
    if (short && this.#parts.store.exchanges.tradingExchange.type === 'spot') {
      throw new JbtError(
        'InvalidStrategy',
        'shouldShort is true, but a spot exchange cannot sell short; remove it or use futures',
      );
    }
    const long = this.strategy.shouldLong();
    if (short && long)
      throw new JbtError('ConflictingRules', 'shouldLong and shouldShort are both true on the same bar');
    if (long) this.#enter('buy');
    else if (short) this.#enter('sell');
  }

  #enter(side: 'buy' | 'sell'): void {
    const { strategy } = this;
    if (side === 'buy') strategy.goLong();
    else strategy.goShort();
    const hook = side === 'buy' ? 'goLong' : 'goShort';
    if (this[side] === null) throw new JbtError('InvalidStrategy', `${hook} must set ${side}`);
    const entries = readOrderLines(this[side], side);
    if (side === 'buy') this.sentBuy = entries;
    else this.sentSell = entries;
    this.#readExits(hook);
    if (!this.#passesFilters()) {
      this.#reset();
      return;
    }
    for (const line of entries) this.#submitEntry(side, line);
  }

  /** Exits set with the entry wait until the position opens. */
  #readExits(hook: string): void {
    const isSpot = this.#parts.store.exchanges.tradingExchange.type === 'spot';
    if (isSpot && (this.takeProfit !== null || this.stopLoss !== null)) {
      throw new JbtError(
        'InvalidStrategy',
        `${hook} sets an exit, but on spot exits can be set only from onOpenPosition on`,
      );
    }
    if (this.takeProfit !== null) this.sentTakeProfit = readOrderLines(this.takeProfit, 'takeProfit');
    if (this.stopLoss !== null) this.sentStopLoss = readOrderLines(this.stopLoss, 'stopLoss');
  }

  #passesFilters(): boolean {
    for (const filter of this.strategy.filters()) {
      if (typeof filter !== 'function') {
        throw new JbtError('InvalidStrategy', 'filters must return functions: write this.filter, not this.filter()');
      }
      if (filter.call(this.strategy)) continue;
      this.#parts.log(() => filter.name);
      return false;
    }
    return true;
  }

  #submitEntry(side: 'buy' | 'sell', [qty, price]: OrderLine): void {
    const near = isPriceNear(price, this.price);
    const beyond = side === 'buy' ? price > this.price : price < this.price;
    this.#parts.broker.submit(this.symbol, {
      side,
      type: near ? 'MARKET' : beyond ? 'STOP' : 'LIMIT',
      qty,
      price: near ? this.position.currentPrice : price,
      reduceOnly: false,
      submittedVia: null,
    });
  }

  /** Sends what a hook changed of entries and exits while the position is open. */
  detectChanges(): void {
    if (this.position.isClose) return;
    this.#detectEntries(this.position.qty > 0 ? 'buy' : 'sell');
    if (this.stopLoss !== null) {
      const lines = readOrderLines(this.stopLoss, 'stopLoss');
      if (this.sentStopLoss === null || !sameLines(lines, this.sentStopLoss)) {
        this.sentStopLoss = lines;
        this.#replaceExits(lines, 'stop-loss');
      }
    }
    if (this.takeProfit !== null) {
      const lines = readOrderLines(this.takeProfit, 'takeProfit');
      if (this.sentTakeProfit === null || !sameLines(lines, this.sentTakeProfit)) {
        this.sentTakeProfit = lines;
        this.#replaceExits(lines, 'take-profit');
      }
    }
    this.#refuseEqualExits();
  }

  #detectEntries(side: 'buy' | 'sell'): void {
    const lines = readOrderLines(this[side], side);
    if (sameLines(lines, (side === 'buy' ? this.sentBuy : this.sentSell) ?? [])) return;
    if (side === 'buy') this.sentBuy = lines;
    else this.sentSell = lines;
    this.#cancelWhere((order) => order.side === side);
    for (const line of lines) this.#submitEntry(side, line);
  }

  #replaceExits(lines: readonly OrderLine[], submittedVia: SubmittedVia): void {
    this.#cancelWhere((order) => order.submittedVia === submittedVia);
    for (const line of lines) this.#submitExit(line, submittedVia);
  }

  #refuseEqualExits(): void {
    if (this.stopLoss === null || this.takeProfit === null) return;
    const [stops, targets] = [this.sentStopLoss ?? [], this.sentTakeProfit ?? []];
    if (stops.length > 0 && sameLines(stops, targets)) {
      throw new JbtError('InvalidStrategy', 'stopLoss and takeProfit are the same orders');
    }
  }

  #submitExit([qty, price]: OrderLine, submittedVia: SubmittedVia): void {
    if (this.position.isClose) {
      throw new JbtError('OrderNotAllowed', `${submittedVia} of ${this.symbol}: there is no position to reduce`);
    }
    const isLong = this.position.qty > 0;
    const beyond = isLong ? price < this.price : price > this.price;
    this.#parts.broker.submit(this.symbol, {
      side: isLong ? 'sell' : 'buy',
      type: isPriceNear(price, this.price) ? 'MARKET' : beyond ? 'STOP' : 'LIMIT',
      qty,
      price,
      reduceOnly: true,
      submittedVia,
    });
  }

  positionChanged(change: PositionChange, order: LiveOrder, closedTrade: ClosedTrade | null): void {
    const { strategy } = this;
    switch (change) {
      case 'opened':
        this.increasedCount = 1;
        this.#tellOthers((other) => other.onRouteOpenPosition(strategy));
        this.#submitPlannedExits();
        strategy.onOpenPosition(order);
        break;
      case 'increased':
        this.increasedCount++;
        this.#tellOthers((other) => other.onRouteIncreasedPosition(strategy));
        strategy.onIncreasedPosition(order);
        break;
      case 'reduced':
        this.reducedCount++;
        this.#tellOthers((other) => other.onRouteReducedPosition(strategy));
        strategy.onReducedPosition(order);
        break;
      case 'closed':
        this.tradesCount++;
        this.lastTradeIndex = this.index;
        this.#tellOthers((other) => other.onRouteClosePosition(strategy));
        this.#clearCycle(this.#parts.conventions.cancelHooksAfterClose);
        if (closedTrade !== null) strategy.onClosePosition(order, closedTrade);
        break;
    }
    this.detectChanges();
  }

  /** Sends the exits that came with the entry; one on the wrong side of the entry price leaves at market at once. */
  #submitPlannedExits(): void {
    const { entryPrice } = this.position;
    const isLong = this.position.qty > 0;
    for (const line of this.sentStopLoss ?? []) {
      const wrong = isLong ? line[1] >= entryPrice : line[1] <= entryPrice;
      this.#submitPlannedExit(line, 'stop-loss', wrong);
    }
    for (const line of this.sentTakeProfit ?? []) {
      const wrong = isLong ? line[1] <= entryPrice : line[1] >= entryPrice;
      this.#submitPlannedExit(line, 'take-profit', wrong);
    }
  }

  #submitPlannedExit(line: OrderLine, submittedVia: SubmittedVia, wrongSide: boolean): void {
    if (!wrongSide) {
      this.#submitExit(line, submittedVia);
      return;
    }
    this.#parts.log(
      () => `${submittedVia} of ${this.symbol} at ${line[1]} is on the wrong side of the entry; it leaves at market`,
    );
    this.#parts.broker.submit(this.symbol, {
      side: this.position.qty > 0 ? 'sell' : 'buy',
      type: 'MARKET',
      qty: line[0],
      price: this.position.currentPrice,
      reduceOnly: this.#parts.conventions.wrongSideExit === 'reduce-only',
      submittedVia,
    });
  }

  /** Withdraws the waiting entries of a flat route. */
  cancelEntry(): void {
    this.#clearCycle(true);
  }

  /** Cancels what is left of the cycle and starts a new one; the hooks hear of it when asked to, or when entries were lost. */
  #clearCycle(tell: boolean): void {
    const { store, broker } = this.#parts;
    let lostEntries = false;
    for (const order of store.orders.getActiveOrders(this.symbol)) {
      lostEntries ||= order.isActive && !order.reduceOnly;
      broker.cancel(order);
    }
    this.#reset();
    if (!tell && !lostEntries) return;
    this.#tellOthers((other) => other.onRouteCanceled(this.strategy));
    this.strategy.onCancel();
    store.orders.resetCycle(this.symbol);
  }

  #reset(): void {
    this.buy = null;
    this.sell = null;
    this.stopLoss = null;
    this.takeProfit = null;
    this.sentBuy = null;
    this.sentSell = null;
    this.sentStopLoss = null;
    this.sentTakeProfit = null;
    this.increasedCount = 0;
    this.reducedCount = 0;
    this.#parts.store.orders.resetCycle(this.symbol);
  }

  #cancelWhere(applies: (order: LiveOrder) => boolean): void {
    const { store, broker } = this.#parts;
    for (const order of store.orders.getActiveOrders(this.symbol)) if (applies(order)) broker.cancel(order);
  }

  #tellOthers(tell: (other: Strategy) => void): void {
    for (const other of this.#others) {
      tell(other.strategy);
      other.detectChanges();
    }
  }

  /** Asks for the whole position to be closed; it becomes an order when changes are next detected. */
  liquidate(): void {
    if (this.position.isClose) return;
    const line: OrderLine = [this.position.qty, this.price];
    if (this.position.pnl > 0) this.takeProfit = line;
    else this.stopLoss = line;
  }

  /** The end of the candles: what is still open is closed at the last price, what still waits is withdrawn. */
  terminate(): void {
    const { store, broker, conventions } = this.#parts;
    this.strategy.beforeTerminate();
    this.detectChanges();
    broker.executeMarketOrders();
    if (this.position.isOpen) {
      store.app.totalOpenTrades++;
      store.app.totalOpenPnl += this.position.pnl;
      this.#closeAtMarket();
    } else if (this.hasEntryOrders) {
      this.cancelEntry();
    }
    if (!conventions.terminateBeforeClose) broker.executeMarketOrders();
    this.strategy.terminate();
  }

  #closeAtMarket(): void {
    const { store, broker } = this.#parts;
    if (store.exchanges.tradingExchange.type === 'spot') this.#cancelWhere(() => true);
    broker.submit(this.symbol, {
      side: this.position.qty > 0 ? 'sell' : 'buy',
      type: 'MARKET',
      qty: this.position.qty,
      price: this.position.currentPrice,
      reduceOnly: true,
      submittedVia: null,
    });
  }
}
