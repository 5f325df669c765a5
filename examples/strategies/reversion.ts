import { float, int, Strategy, sizeToQty, ta } from 'jbt-runner';

/** Buys at the lower Bollinger band, sells at the upper one, and leaves at the middle or when that takes too long. */
export default class Reversion extends Strategy.with({
  period: int(10, 100, 20),
  deviations: float(1, 4, 2),
}) {
  bands = this.indicator(ta.bollingerBands, {
    period: this.hp.period,
    devup: this.hp.deviations,
    devdn: this.hp.deviations,
  });
  enteredAt = 0;

  override shouldLong() {
    return this.price < this.bands.middleband.now && this.price > this.bands.lowerband.now;
  }

  override shouldShort() {
    return this.price > this.bands.middleband.now && this.price < this.bands.upperband.now;
  }

  override goLong() {
    const price = this.bands.lowerband.now;
    this.buy = [this.qtyAt(price), price];
  }

  override goShort() {
    const price = this.bands.upperband.now;
    this.sell = [this.qtyAt(price), price];
  }

  override onOpenPosition() {
    this.enteredAt = this.index;
    this.aimForMiddle();
  }

  override updatePosition() {
    if (this.index - this.enteredAt > this.hp.period) this.liquidate();
    else this.aimForMiddle();
  }

  aimForMiddle() {
    const middle = this.bands.middleband.now;
    const isBeyond = this.isLong ? this.price >= middle : this.price <= middle;
    if (isBeyond) this.liquidate();
    else this.takeProfit = [this.position.qty, middle];
  }

  qtyAt(price: number) {
    return sizeToQty(this.availableMargin / 2, price, 3, this.feeRate);
  }
}
