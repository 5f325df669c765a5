import { float, floorWithPrecision, int, Strategy, ta } from 'jbt-runner';

/** Always on the side of the faster of two averages. */
export default class EmaCross extends Strategy.with({
  fast: int(5, 50, 12),
  slow: int(20, 200, 26),
  share: float(0.1, 1, 0.9),
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
    this.buy = [this.qty, this.price];
  }

  override goShort() {
    this.sell = [this.qty, this.price];
  }

  override updatePosition() {
    const turned = this.isLong ? this.fast.crossedBelow(this.slow) : this.fast.crossedAbove(this.slow);
    if (turned) this.liquidate();
  }

  get qty() {
    return floorWithPrecision((this.balance * this.hp.share) / this.price, 3);
  }
}
