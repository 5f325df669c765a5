import { int, Strategy, ta } from 'jbt-runner';

/** backtesting.py's first example: always in the market, on the side of the faster average. */
export default class SmaCross extends Strategy.with({ n1: int(5, 50, 10), n2: int(20, 200, 30) }) {
  fast = this.indicator(ta.sma, { period: this.hp.n1 });
  slow = this.indicator(ta.sma, { period: this.hp.n2 });

  override shouldLong() {
    return this.fast.crossedAbove(this.slow);
  }

  override shouldShort() {
    return this.fast.crossedBelow(this.slow);
  }

  override goLong() {
    this.buy = [(0.95 * this.availableMargin) / this.price, this.price];
  }

  override goShort() {
    this.sell = [(0.95 * this.availableMargin) / this.price, this.price];
  }

  override updatePosition() {
    if (this.isLong ? this.shouldShort() : this.shouldLong()) this.liquidate();
  }
}
