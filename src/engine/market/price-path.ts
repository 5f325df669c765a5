import type { CandleColumns } from '../../model/candle.ts';
import type { Conventions } from '../conventions.ts';

/**
 * The price path of a minute, or of its rest. A rising minute (close >= open) is assumed to run open, low, high,
 * close; a falling one open, high, low, close.
 */
export class PricePath {
  open = 0;
  close = 0;
  high = 0;
  low = 0;

  load(columns: CandleColumns, index: number): void {
    this.open = columns.open[index];
    this.close = columns.close[index];
    this.high = columns.high[index];
    this.low = columns.low[index];
  }

  set(open: number, close: number, high: number, low: number): void {
    this.open = open;
    this.close = close;
    this.high = high;
    this.low = low;
  }

  includes(price: number): boolean {
    return this.low <= price && price <= this.high;
  }

  get rises(): boolean {
    return this.close >= this.open;
  }

  /** True when this path reaches price `a` before price `b`. Both must lie on it. False for equal prices. */
  reachesFirst(a: number, b: number): boolean {
    const stageOfA = this.#stage(a);
    const stageOfB = this.#stage(b);
    if (stageOfA !== stageOfB) return stageOfA < stageOfB;
    return a > this.open ? a < b : a > b;
  }

  /** 0 at the open, 1 on the leg from the open to the first extreme, 2 beyond. */
  #stage(price: number): 0 | 1 | 2 {
    if (price === this.open) return 0;
    return price < this.open === this.rises ? 1 : 2;
  }

  /** Cuts the path where it first reaches `price`: `earlier` becomes the part before, this path the rest. */
  cutAt(price: number, earlier: PricePath, atOpen: Conventions['fillAtOpenShows']): void {
    const { open, close, high, low } = this;
    if (price === open) {
      if (atOpen === 'price') earlier.set(open, open, open, open);
      else earlier.set(open, close, high, low);
    } else if (this.rises) {
      if (price < open) {
        earlier.set(open, price, open, price);
        this.set(price, close, high, low);
      } else {
        earlier.set(open, price, price, low);
        this.set(price, close, high, Math.min(price, close));
      }
    } else if (price > open) {
      earlier.set(open, price, price, open);
      this.set(price, close, high, low);
    } else {
      earlier.set(open, price, high, price);
      this.set(price, close, Math.max(price, close), low);
    }
  }
}
