import { FuturesExchange } from '../../../src/engine/account/futures.ts';
import type { LiveOrder, OrderRequest } from '../../../src/engine/account/live-order.ts';
import { Position, type PositionChange } from '../../../src/engine/account/position.ts';
import { SpotExchange } from '../../../src/engine/account/spot.ts';
import { conventionsOf } from '../../../src/engine/conventions.ts';
import { Broker } from '../../../src/engine/fills/broker.ts';
import { LiquidationRule } from '../../../src/engine/fills/liquidation.ts';
import { Matching } from '../../../src/engine/fills/matching.ts';
import { Trace } from '../../../src/engine/fills/trace.ts';
import { MarketCandles } from '../../../src/engine/market/market-candles.ts';
import { SessionCandles, SymbolCandles } from '../../../src/engine/market/session-candles.ts';
import type { TraceListener } from '../../../src/engine/session-listener.ts';
import { Store } from '../../../src/engine/store/index.ts';
import type { ExchangeSettings } from '../../../src/model/exchange.ts';
import { ENGINE_STEPS } from '../../../src/model/logging.ts';
import type { ClosedTrade } from '../../../src/model/trade.ts';
import { BTC, FUTURES, minutesOf, type Row } from './stage.ts';

/** Makes an order request: a limit order unless `rest` says otherwise. */
export function request(
  side: 'buy' | 'sell',
  qty: number,
  price: number,
  rest: Partial<OrderRequest> = {},
): OrderRequest {
  return { side, type: 'LIMIT', qty, price, reduceOnly: false, submittedVia: null, ...rest };
}

/** One change of a position, as its listener hears it. */
export interface Heard {
  readonly change: PositionChange;
  readonly qty: number;
  readonly trade: ClosedTrade | null;
}

/** A broker with one market at a price, without a session. */
export class TestDesk {
  readonly store: Store;
  readonly broker: Broker;
  readonly position: Position;
  readonly exchange: FuturesExchange | SpotExchange;
  readonly heard: Heard[] = [];
  readonly #market: MarketCandles;
  readonly #matching: Matching;

  /** `coming` are the minutes after the one that stands at 100. */
  constructor(
    settings: Partial<ExchangeSettings> = {},
    rules: { slippage?: number; compat?: 'jesse' | null; tell?: (line: string) => void } = {},
    coming: readonly Row[] = [],
  ) {
    this.#market = new MarketCandles(BTC, minutesOf([[100, 100], ...coming]), 1);
    const exchange = { ...FUTURES, ...settings };
    const conventions = conventionsOf(rules.compat ?? null);
    this.exchange =
      exchange.type === 'spot'
        ? new SpotExchange(exchange, [BTC], 'USDT', conventions.spotMarketExit)
        : new FuturesExchange(exchange, [BTC], 'USDT', conventions);
    this.position = new Position(BTC, this.exchange, this.#market);
    this.exchange.attach([this.position]);
    const candles = new SymbolCandles(this.#market, ['1m'], () => {
      throw new RangeError('no bars here');
    });
    this.store = new Store({
      exchange: this.exchange,
      candles: new SessionCandles([candles]),
      positions: [this.position],
    });
    const { tell = null } = rules;
    const trace = tell === null ? null : new Trace(this.store.app, hearing(tell));
    const liquidation = new LiquidationRule(this.store, conventions);
    const slippage = rules.slippage ?? 0;
    this.broker = new Broker({
      store: this.store,
      slippage,
      conventions,
      liquidation,
      trace,
      beforeFill: () => {},
      isClosed: () => false,
    });
    this.#matching = new Matching({
      candles,
      position: this.position,
      store: this.store,
      broker: this.broker,
      liquidation,
      conventions,
      gap: 'open',
    });
    this.broker.listen(BTC, {
      terms: {
        strategyName: 'Test',
        exchange: exchange.name,
        symbol: BTC,
        timeframe: '1m',
        leverage: exchange.leverage,
        pnlByMoney: exchange.type === 'spot' && conventions.spotQty === 'received',
      },
      positionChanged: (change, _order, trade) => this.heard.push({ change, qty: this.position.qty, trade }),
      entryRejected: () => {},
    });
  }

  /** Plays the next minute that is to come. */
  playMinute(): void {
    this.#matching.play(this.#market.newest + 1);
  }

  /** Moves the market. */
  priceIs(price: number): void {
    this.#market.shown.set(price, price, price, price);
    this.#market.enter(0);
  }

  submit(asked: OrderRequest): LiveOrder {
    return this.broker.submit(BTC, asked);
  }

  /** Submits an order and fills it at its price. */
  fill(asked: OrderRequest): LiveOrder {
    const order = this.submit(asked);
    this.priceIs(order.price);
    this.broker.execute(order, order.price);
    return order;
  }
}

/** The fate of orders, and nothing of what follows from it. */
const ORDER_STEPS = ENGINE_STEPS.filter((step) => !/^(position|balance)_/.test(step));

function hearing(tell: (line: string) => void): TraceListener {
  return { steps: new Set(ORDER_STEPS), tell: (_time, _step, _symbol, line) => tell(line) };
}
