import { float, int, riskToQty, Strategy, ta } from 'jbt-runner';

/** Follows the faster of two averages, long and short, with a stop that keeps its distance to the best price. */
export default class Trend extends Strategy.with({
  fast: int(5, 50, 12),
  slow: int(20, 200, 26),
  stopAtr: float(0.5, 5, 2),
}) {
  fast = this.indicator(ta.ema, { period: this.hp.fast });
  slow = this.indicator(ta.ema, { period: this.hp.slow });
  range = this.indicator(ta.atr, { period: 14 });

  override shouldLong() {
    return this.hasRange && this.fast.crossedAbove(this.slow);
  }

  override shouldShort() {
    return this.hasRange && this.fast.crossedBelow(this.slow);
  }

  override goLong() {
    const stop = this.price - this.distance;
    const qty = this.qtyFor(stop);
    this.buy = [qty, this.price];
    this.stopLoss = [qty, stop];
  }

  override goShort() {
    const stop = this.price + this.distance;
    const qty = this.qtyFor(stop);
    this.sell = [qty, this.price];
    this.stopLoss = [qty, stop];
  }

  override updatePosition() {
    const turned = this.isLong ? this.fast.now < this.slow.now : this.fast.now > this.slow.now;
    if (turned) this.liquidate();
    else this.trailStop();
  }

  trailStop() {
    const stop = this.isLong
      ? Math.max(this.averageStopLoss, this.price - this.distance)
      : Math.min(this.averageStopLoss, this.price + this.distance);
    this.stopLoss = [this.position.qty, stop];
  }

  /** The averages have values from the first bar on, the range only after 14 bars. */
  get hasRange() {
    return !Number.isNaN(this.range.now);
  }

  get distance() {
    return this.range.now * this.hp.stopAtr;
  }

  /** Risks one percent of what is free, and never orders more than that can pay for. */
  qtyFor(stop: number) {
    return riskToQty(this.availableMargin, 1, this.price, stop, 3, this.feeRate);
  }
}
