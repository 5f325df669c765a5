import type { Timestamp } from '../../model/time.ts';

/** Price and quantity. */
type Level = readonly [price: number, qty: number];

export interface Orderbook {
  readonly timestamp: Timestamp;
  /** Best first. */
  readonly asks: readonly Level[];
  readonly bids: readonly Level[];
}

/** Jesse's order books. Always empty: a backtest plays candles, and candles hold no order book. */
export class OrderbooksState {
  /** Always empty. */
  getOrderbooks(_symbol: string): readonly Orderbook[] {
    return [];
  }

  /** Always null. */
  getCurrentOrderbook(_symbol: string): Orderbook | null {
    return null;
  }

  /** Always null. */
  getPastOrderbook(_symbol: string, _booksBack: number): Orderbook | null {
    return null;
  }
}
