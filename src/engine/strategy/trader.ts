import { JbtError } from '../../model/errors.ts';
import type { Route } from '../../model/route.ts';
import type { ClosedTrade } from '../../model/trade.ts';
import type { LiveOrder } from '../account/live-order.ts';
import type { Position, PositionChange } from '../account/position.ts';
import type { FillListener } from '../fills/broker.ts';
import type { NamedColumn } from '../fills/trace.ts';
import type { BarSeries } from '../market/bar-series.ts';
import type { TradeTerms } from '../store/closed-trades.ts';
import type { SymbolOrders } from '../store/orders.ts';
import { Desk, type DeskParts } from './desk.ts';
import { OverriddenHooks, type StrategyHooks } from './hooks.ts';
import { requireSync } from './sync-hook.ts';

export interface TraderParts extends DeskParts {
  readonly route: Route;
  readonly bars: BarSeries;
}

/** One route at work: asks its strategy on every bar, and tells all routes the fate of its orders. */
export class Trader implements FillListener {
  readonly route: Route;
  readonly symbol: string;
  readonly bars: BarSeries;
  readonly position: Position;
  readonly desk: Desk;
  readonly orders: SymbolOrders;
  readonly terms: TradeTerms;
  /** Bars evaluated. */
  index = 0;
  lastTradeIndex = 0;
  increasedCount = 0;
  reducedCount = 0;
  tradesCount = 0;
  /** Indicators that its strategy made before the first bar; null where nobody asks for them. */
  readonly indicators: NamedColumn[] | null;
  readonly #parts: TraderParts;
  #hooks: OverriddenHooks | null = null;
  #others: readonly Trader[] = [];
  #executing = false;

  constructor(parts: TraderParts, strategyName: string) {
    this.#parts = parts;
    this.indicators = parts.trace?.hearsIndicators ? [] : null;
    this.route = parts.route;
    this.symbol = parts.route.symbol;
    this.bars = parts.bars;
    this.position = parts.position;
    this.desk = new Desk(parts);
    this.orders = parts.store.orders.ofSymbol(this.symbol);
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

  /** Gives the route its strategy and the other routes, in their order. */
  attach(strategy: StrategyHooks, others: readonly Trader[]): void {
    this.#hooks = new OverriddenHooks(strategy);
    this.#others = others;
  }

  get strategy(): StrategyHooks {
    return this.#overridden.strategy;
  }

  get #overridden(): OverriddenHooks {
    if (this.#hooks === null) throw new RangeError(`the strategy of ${this.symbol} is not there yet`);
    return this.#hooks;
  }

  get price(): number {
    return this.bars.market.price;
  }

  /** Runs the strategy on a bar that has closed. */
  executeBar(): void {
    if (this.#executing) return;
    this.#executing = true;
    const overridden = this.#overridden;
    const { strategy } = overridden;
    if (this.indicators !== null && this.index === 0) this.#parts.trace?.indicators(this.symbol, this.indicators);
    if (overridden.before) requireSync('before', strategy.before());
    this.#check(overridden);
    if (overridden.after) requireSync('after', strategy.after());
    if (overridden.updateChart) requireSync('updateChart', strategy.updateChart());
    this.#executing = false;
    this.index++;
  }

  #check(overridden: OverriddenHooks): void {
    const { position, desk } = this;
    const { strategy } = overridden;
    if (position.isClose && desk.hasEntryOrders && requireSync('shouldCancelEntry', strategy.shouldCancelEntry())) {
      this.#clearCycle(true);
    }
    if (position.isOpen) {
      if (overridden.updatePosition) requireSync('updatePosition', strategy.updatePosition());
      desk.detectChanges();
    }
    this.#parts.broker.executeMarketOrders();
    if (position.isClose && !desk.hasEntryOrders) this.#lookForEntry(overridden);
  }

  #lookForEntry(overridden: OverriddenHooks): void {
    const { strategy } = overridden;
    this.#reset();
    const short = overridden.shouldShort && requireSync('shouldShort', strategy.shouldShort());
    if (short && this.#parts.store.exchanges.tradingExchange.type === 'spot') {
      throw new JbtError(
        'InvalidStrategy',
        'shouldShort is true, but a spot exchange cannot sell short; remove it or use futures',
      );
    }
    const long = requireSync('shouldLong', strategy.shouldLong());
    if (short && long)
      throw new JbtError('ConflictingRules', 'shouldLong and shouldShort are both true on the same bar');
    if (long) this.#enter('buy');
    else if (short) this.#enter('sell');
  }

  #enter(side: 'buy' | 'sell'): void {
    if (side === 'buy') requireSync('goLong', this.strategy.goLong());
    else requireSync('goShort', this.strategy.goShort());
    this.desk.readEntry(side);
    if (this.#passesFilters()) this.desk.submitEntries(side);
    else this.#reset();
  }

  #passesFilters(): boolean {
    for (const filter of requireSync('filters', this.strategy.filters())) {
      if (typeof filter !== 'function') {
        throw new JbtError('InvalidStrategy', 'filters must return functions: write this.filter, not this.filter()');
      }
      if (requireSync(filter.name || 'a filter', filter.call(this.strategy))) continue;
      this.#parts.trace?.heldBack(this.symbol, filter.name);
      return false;
    }
    return true;
  }

  positionChanged(change: PositionChange, order: LiveOrder, closedTrade: ClosedTrade | null): void {
    const { strategy } = this;
    switch (change) {
      case 'opened':
        this.increasedCount = 1;
        this.#tellOthers('onRouteOpenPosition');
        this.desk.submitPlannedExits();
        requireSync('onOpenPosition', strategy.onOpenPosition(order));
        break;
      case 'increased':
        this.increasedCount++;
        this.#tellOthers('onRouteIncreasedPosition');
        requireSync('onIncreasedPosition', strategy.onIncreasedPosition(order));
        break;
      case 'reduced':
        this.reducedCount++;
        this.#tellOthers('onRouteReducedPosition');
        requireSync('onReducedPosition', strategy.onReducedPosition(order));
        break;
      case 'closed':
        this.tradesCount++;
        this.lastTradeIndex = this.index;
        this.#tellOthers('onRouteClosePosition');
        this.#clearCycle(this.#parts.conventions.cancelHooksAfterClose);
        if (closedTrade !== null) requireSync('onClosePosition', strategy.onClosePosition(order, closedTrade));
        break;
    }
    this.desk.detectChanges();
  }

  entryRejected(): void {
    if (this.position.isClose && !this.desk.hasEntryOrders) this.#clearCycle(true);
  }

  /** Cancels the rest of the cycle and starts a new one. Hooks hear of it when `tell` is set, or when entries were lost. */
  #clearCycle(tell: boolean): void {
    const lostEntries = this.desk.cancelAll();
    this.#reset();
    if (!tell && !lostEntries) return;
    this.#tellOthers('onRouteCanceled');
    requireSync('onCancel', this.strategy.onCancel());
    this.#parts.store.orders.resetCycle(this.orders);
  }

  #reset(): void {
    this.desk.reset();
    this.increasedCount = 0;
    this.reducedCount = 0;
  }

  #tellOthers(hook: Extract<keyof StrategyHooks, `onRoute${string}`>): void {
    for (const other of this.#others) {
      requireSync(hook, other.strategy[hook](this.strategy));
      other.desk.detectChanges();
    }
  }

  /** Asks to close the whole position. The next detection of changes makes the order. */
  liquidate(): void {
    if (this.position.isClose) return;
    const line = [this.position.qty, this.price] as const;
    if (this.position.pnl > 0) this.desk.wanted.takeProfit = line;
    else this.desk.wanted.stopLoss = line;
  }

  /** Ends the session for this route: closes its position at the last price and cancels its waiting orders. */
  terminate(): void {
    const { store, broker, conventions } = this.#parts;
    requireSync('beforeTerminate', this.strategy.beforeTerminate());
    this.desk.detectChanges();
    broker.executeMarketOrders();
    if (this.position.isOpen) {
      store.app.totalOpenTrades++;
      store.app.totalOpenPnl += this.position.pnl;
      this.desk.closeAtMarket();
    } else if (this.desk.hasEntryOrders) {
      this.#clearCycle(true);
    }
    if (!conventions.terminateBeforeClose) broker.executeMarketOrders();
    requireSync('terminate', this.strategy.terminate());
    this.#overridden.refuseLateHooks();
  }
}
