import { float, floorWithPrecision, int, Strategy, ta } from 'jbt-runner';

/** Follows the cross of two averages with high leverage and without a stop: what goes wrong is liquidated. */
export default class LiqCross extends Strategy.with({
  fast: int(5, 50, 8),
  slow: int(20, 200, 34),
  target: float(0.01, 0.1, 0.0413),
  margin: float(0.01, 0.5, 0.06),
}) {
  fast = this.indicator(ta.ema, { period: this.hp.fast }, { sequential: true });
  slow = this.indicator(ta.ema, { period: this.hp.slow }, { sequential: true });

  override shouldLong() {
    return this.fast.crossedAbove(this.slow);
  }

  override shouldShort() {
    return this.fast.crossedBelow(this.slow);
  }

  override goLong() {
    const qty = this.qty;
    this.buy = [qty, this.price];
    this.takeProfit = [qty, this.price * (1 + this.hp.target)];
  }

  override goShort() {
    const qty = this.qty;
    this.sell = [qty, this.price];
    this.takeProfit = [qty, this.price * (1 - this.hp.target)];
  }

  get qty() {
    return floorWithPrecision((this.balance * this.hp.margin * this.leverage) / this.price, 1);
  }
}
