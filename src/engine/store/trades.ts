import { SECOND, type Timestamp } from '../../model/time.ts';

/** One trade of the market, as a source of such trades gives it. */
export interface MarketTrade {
  readonly timestamp: Timestamp;
  readonly price: number;
  /** Base asset. */
  readonly qty: number;
  readonly side: 'buy' | 'sell';
}

/** The trades of one second. */
export interface TradesOfSecond {
  /** Of the first trade. */
  readonly timestamp: Timestamp;
  /** Volume-weighted. */
  readonly price: number;
  readonly buyQty: number;
  readonly sellQty: number;
  readonly buyCount: number;
  readonly sellCount: number;
}

/** Seconds kept per symbol. */
const MOST_SECONDS = 120;

/** The market's own trades, summed by the second, for sources that have them; candles alone have none. */
export class TradesState {
  readonly #seconds = new Map<string, TradesOfSecond[]>();

  addTrade(symbol: string, trade: MarketTrade): void {
    const seconds = this.#seconds.get(symbol) ?? [];
    this.#seconds.set(symbol, seconds);
    const newest = seconds.at(-1);
    const sameSecond = newest !== undefined && secondOf(newest.timestamp) === secondOf(trade.timestamp);
    if (sameSecond) seconds.pop();
    seconds.push(withTrade(sameSecond ? newest : emptySecond(trade.timestamp), trade));
    if (seconds.length > MOST_SECONDS) seconds.shift();
  }

  /** Oldest first, at most 120 seconds; empty without a source of trades. */
  getTrades(symbol: string): readonly TradesOfSecond[] {
    return this.#seconds.get(symbol) ?? [];
  }

  getCurrentTrade(symbol: string): TradesOfSecond | null {
    return this.getTrades(symbol).at(-1) ?? null;
  }

  getPastTrade(symbol: string, secondsBack: number): TradesOfSecond | null {
    return this.getTrades(symbol).at(-1 - secondsBack) ?? null;
  }
}

function secondOf(timestamp: Timestamp): number {
  return Math.floor(timestamp / SECOND);
}

function emptySecond(timestamp: Timestamp): TradesOfSecond {
  return { timestamp, price: 0, buyQty: 0, sellQty: 0, buyCount: 0, sellCount: 0 };
}

function withTrade(second: TradesOfSecond, trade: MarketTrade): TradesOfSecond {
  const qty = second.buyQty + second.sellQty;
  const bought = trade.side === 'buy';
  return {
    timestamp: second.timestamp,
    price: (second.price * qty + trade.price * trade.qty) / (qty + trade.qty),
    buyQty: second.buyQty + (bought ? trade.qty : 0),
    sellQty: second.sellQty + (bought ? 0 : trade.qty),
    buyCount: second.buyCount + (bought ? 1 : 0),
    sellCount: second.sellCount + (bought ? 0 : 1),
  };
}
