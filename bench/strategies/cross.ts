import { float, int, Strategy, ta } from 'jbt-runner';

/** Enters when two averages cross, and leaves by a stop or a target. `limits/fused-cross.ts` is the same as one loop. */
export default class Cross extends Strategy.with({
  fast: int(2, 200, 12),
  slow: int(3, 20_000, 26),
  /** Shares of the entry price. */
  stop: float(0.0001, 0.5, 0.03),
  target: float(0.0001, 0.5, 0.05),
}) {
  fast = this.indicator(ta.ema, { period: this.hp.fast });
  slow = this.indicator(ta.ema, { period: this.hp.slow });

  override shouldLong(): boolean {
    return this.fast.crossedAbove(this.slow);
  }
  override shouldShort(): boolean {
    return this.fast.crossedBelow(this.slow);
  }
  override goLong(): void {
    this.buy = [1, this.price];
    this.stopLoss = [1, this.price * (1 - this.hp.stop)];
    this.takeProfit = [1, this.price * (1 + this.hp.target)];
  }
  override goShort(): void {
    this.sell = [1, this.price];
    this.stopLoss = [1, this.price * (1 + this.hp.stop)];
    this.takeProfit = [1, this.price * (1 - this.hp.target)];
  }
}
