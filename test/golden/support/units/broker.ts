import { FuturesExchange } from '../../../../src/engine/account/futures.ts';
import type { LiveOrder } from '../../../../src/engine/account/live-order.ts';
import { Position } from '../../../../src/engine/account/position.ts';
import { conventionsOf } from '../../../../src/engine/conventions.ts';
import { Broker } from '../../../../src/engine/fills/broker.ts';
import { LiquidationRule } from '../../../../src/engine/fills/liquidation.ts';
import { MarketCandles } from '../../../../src/engine/market/market-candles.ts';
import { SessionCandles, SymbolCandles } from '../../../../src/engine/market/session-candles.ts';
import { Store } from '../../../../src/engine/store/index.ts';
import type { OrderType, Side } from '../../../../src/model/order.ts';
import { type Difference, differences } from '../compare.ts';
import { orderRecord } from '../records.ts';
import { roundTo } from '../scenarios/dsl.ts';
import { oneMinute } from './candles.ts';

export interface BrokerCase {
  readonly name: string;
  readonly steps: readonly { readonly do: string; readonly then: Readonly<Record<string, unknown>> }[];
}

const SYMBOL = 'BTC-USDT';
const PRICE = 50;
const BALANCE = 1000;

/** Plays steps such as `reduce-only sell stop 1 @ 40 and limit 1 @ 80` on a futures wallet of 1000 at price 50. */
export function playBroker(broker: BrokerCase): readonly Difference[] {
  const desk = new Desk(/fee ([\d.]+)/.exec(broker.name)?.[1]);
  return broker.steps.flatMap((step) => {
    desk.follow(step.do);
    return Object.entries(step.then).flatMap(([key, value]) => desk.check(key, value));
  });
}

class Desk {
  readonly #store: Store;
  readonly #broker: Broker;
  readonly #position: Position;
  readonly #market = new MarketCandles(SYMBOL, oneMinute([0, PRICE, PRICE, PRICE, PRICE, 1]), 1);
  #newest: LiveOrder[] = [];

  constructor(fee = '0') {
    const settings = {
      name: 'Sandbox',
      type: 'futures',
      fee: Number(fee),
      balance: BALANCE,
      leverage: 1,
      leverageMode: 'cross',
    } as const;
    const conventions = conventionsOf('jesse');
    const exchange = new FuturesExchange(settings, [SYMBOL], 'USDT', conventions);
    this.#position = new Position(SYMBOL, exchange, this.#market);
    exchange.attach([this.#position]);
    const candles = new SymbolCandles(this.#market, ['1m'], () => {
      throw new RangeError('no bars here');
    });
    this.#store = new Store({ exchange, candles: new SessionCandles([candles]), positions: [this.#position] });
    this.#broker = new Broker({
      store: this.#store,
      slippage: 0,
      conventions,
      liquidation: new LiquidationRule(this.#store, conventions),
      trace: null,
      beforeFill: () => {},
      isClosed: () => false,
    });
    this.#broker.listen(SYMBOL, {
      terms: {
        strategyName: 'Units',
        exchange: 'Sandbox',
        symbol: SYMBOL,
        timeframe: '1m',
        leverage: 1,
        pnlByMoney: false,
      },
      positionChanged: () => {},
      entryRejected: () => {},
    });
  }

  follow(text: string): void {
    for (const sentence of text.split(';')) this.#followSentence(sentence.trim());
  }

  #followSentence(text: string): void {
    const cancels = /^cancel the (stop|limit)/.exec(text);
    const executes = /^execute(?: the (stop|limit))?$/.exec(text);
    if (cancels) this.#broker.cancel(this.#find(cancels[1]));
    else if (executes) this.#execute(this.#find(executes[1]));
    else this.#submitOrExecute(text);
  }

  #submitOrExecute(text: string): void {
    for (const order of this.#submitAll(text)) {
      if (order.type === 'MARKET' || /\bexecutes?\b/.test(text)) this.#execute(order);
    }
  }

  #execute(order: LiveOrder): void {
    this.#market.shown.set(order.price, order.price, order.price, order.price);
    this.#market.enter(0);
    this.#broker.execute(order, order.price);
  }

  #find(type: string | undefined): LiveOrder {
    const found = this.#newest.find((order) => type === undefined || order.type === type.toUpperCase());
    if (found === undefined) throw new RangeError(`no ${type} order was submitted`);
    return found;
  }

  #submitAll(text: string): readonly LiveOrder[] {
    const takesProfit = text.startsWith('take profit');
    const side: Side = takesProfit || text.includes('sell') ? 'sell' : 'buy';
    const reduceOnly = takesProfit || text.includes('reduce-only');
    this.#newest = [...text.matchAll(/(market|stop|limit|take profit) ([\d.]+)(?: @ ([\d.]+))?/g)].map(
      ([, type, qty, price]) =>
        this.#broker.submit(SYMBOL, {
          side,
          type: (takesProfit ? 'LIMIT' : type.toUpperCase()) as OrderType,
          qty: Number(qty),
          price: price === undefined ? PRICE : Number(price),
          reduceOnly,
          submittedVia: null,
        }),
    );
    return this.#newest;
  }

  check(key: string, expected: unknown): readonly Difference[] {
    const [name, digits] = key.split('~');
    const found = this.#found(name);
    const rounded = typeof found === 'number' && digits ? roundTo(found, Number(digits)) : found;
    return differences(name === 'pnl equals wallet change' ? this.#walletChange() : expected, rounded, key);
  }

  #walletChange(): number {
    return roundTo(this.#store.exchanges.tradingExchange.walletBalance - BALANCE, 8);
  }

  #found(name: string): unknown {
    const { exchanges, orders, closedTrades } = this.#store;
    const order = orders.all.at(-1);
    const trade = closedTrades.trades.at(-1);
    switch (name) {
      case 'qty':
        return this.#position.qty;
      case 'entry_price':
        return this.#position.entryPrice;
      case 'exit_price':
        return trade?.exitPrice;
      case 'closed':
        return this.#position.isClose;
      case 'wallet_balance':
        return exchanges.tradingExchange.walletBalance;
      case 'available_margin':
        return exchanges.tradingExchange.availableMargin;
      case 'order':
        return order && orderRecord(order);
      case 'filled_qty':
        return order?.filledQty;
      case 'fee':
        return trade?.fee;
      case 'pnl equals wallet change':
        return trade && roundTo(trade.pnl, 8);
      default:
        throw new RangeError(`broker cases cannot ask for ${name}`);
    }
  }
}
