import { float, int, riskToQty, Strategy, ta } from 'jbt-runner';

export default class EmaCross extends Strategy.with({
  fast: int(5, 50, 12),
  slow: int(20, 200, 26),
  risk: float(0.5, 5, 2),
}) {
  fast = this.indicator(ta.ema, { period: this.hp.fast });
  slow = this.indicator(ta.ema, { period: this.hp.slow });
  range = this.indicator(ta.atr, { period: 14 });

  override shouldLong() {
    return this.fast.crossedAbove(this.slow);
  }

  override shouldShort() {
    return this.fast.crossedBelow(this.slow);
  }

  override filters() {
    return [this.isCalm];
  }

  isCalm() {
    return this.range.now < this.price * 0.03;
  }

  override goLong() {
    this.buy = [this.qtyFor(this.price - 2 * this.range.now), this.price];
  }

  override goShort() {
    this.sell = [this.qtyFor(this.price + 2 * this.range.now), this.price];
  }

  qtyFor(stop: number) {
    return riskToQty(this.availableMargin, this.hp.risk, this.price, stop, 3, this.feeRate);
  }

  override onOpenPosition() {
    const { qty, entryPrice } = this.position;
    const direction = this.isLong ? 1 : -1;
    this.stopLoss = [qty, entryPrice - direction * 2 * this.range.now];
    this.takeProfit = [qty, entryPrice + direction * 4 * this.range.now];
  }

  override updatePosition() {
    const turned = this.isLong ? this.fast.crossedBelow(this.slow) : this.fast.crossedAbove(this.slow);
    if (turned) this.liquidate();
  }
}
