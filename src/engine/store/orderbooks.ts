import { SECOND, type Timestamp } from '../../model/time.ts';

/** Price and quantity. */
export type Level = readonly [price: number, qty: number];

export interface Orderbook {
  readonly timestamp: Timestamp;
  /** Best first, at most 50 levels a side. */
  readonly asks: readonly Level[];
  readonly bids: readonly Level[];
}

const MOST_BOOKS = 60;
const MOST_LEVELS = 50;

/** The step to which levels are gathered, by the size of the price. */
export function levelStep(price: number): number {
  if (price < 0.1) return 1e-5;
  if (price < 1) return 1e-4;
  if (price < 10) return 1e-3;
  if (price < 100) return 1e-2;
  if (price < 1000) return 0.1;
  return price < 10_000 ? 1 : 10;
}

/** Order books, at most one a second, for sources that have them; candles alone have none. */
export class OrderbooksState {
  readonly #books = new Map<string, Orderbook[]>();

  addOrderbook(symbol: string, book: Orderbook): void {
    const books = this.#books.get(symbol) ?? [];
    this.#books.set(symbol, books);
    const newest = books.at(-1);
    if (newest !== undefined && book.timestamp - newest.timestamp < SECOND) return;
    books.push({ timestamp: book.timestamp, asks: gather(book.asks, 'asks'), bids: gather(book.bids, 'bids') });
    if (books.length > MOST_BOOKS) books.shift();
  }

  /** Oldest first, at most 60; empty without a source of order books. */
  getOrderbooks(symbol: string): readonly Orderbook[] {
    return this.#books.get(symbol) ?? [];
  }

  getCurrentOrderbook(symbol: string): Orderbook | null {
    return this.getOrderbooks(symbol).at(-1) ?? null;
  }

  getPastOrderbook(symbol: string, booksBack: number): Orderbook | null {
    return this.getOrderbooks(symbol).at(-1 - booksBack) ?? null;
  }
}

/** Sums levels within a step: asks are rounded up, bids down, so that no side looks better than it is. */
function gather(levels: readonly Level[], side: 'asks' | 'bids'): readonly Level[] {
  const best = levels[0]?.[0];
  if (best === undefined) return [];
  const step = levelStep(best);
  const sums = new Map<number, number>();
  for (const [price, qty] of levels) {
    const steps = price / step;
    const nearest = Math.round(steps);
    const whole = Math.abs(steps - nearest) < 1e-9 ? nearest : side === 'asks' ? Math.ceil(steps) : Math.floor(steps);
    sums.set(whole, (sums.get(whole) ?? 0) + qty);
  }
  return [...sums].slice(0, MOST_LEVELS).map(([whole, qty]): Level => [Number((whole * step).toPrecision(12)), qty]);
}
