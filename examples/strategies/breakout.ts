import { float, int, riskToQty, Strategy, ta } from 'jbt-runner';

/** Waits with a stop order at the edge of the Donchian channel and leaves at the far edge of one half as long. */
export default class Breakout extends Strategy.with({
  period: int(10, 100, 20),
  risk: float(0.25, 5, 1),
}) {
  entry = this.indicator(ta.donchian, { period: this.hp.period });
  exit = this.indicator(ta.donchian, { period: Math.floor(this.hp.period / 2) });

  override shouldLong() {
    return this.price > this.entry.middleband.now;
  }

  override shouldShort() {
    return this.price < this.entry.middleband.now;
  }

  override goLong() {
    const [price, stop] = [this.entry.upperband.now, this.exit.lowerband.now];
    const qty = this.qtyFor(price, stop);
    this.buy = [qty, price];
    this.stopLoss = [qty, stop];
  }

  override goShort() {
    const [price, stop] = [this.entry.lowerband.now, this.exit.upperband.now];
    const qty = this.qtyFor(price, stop);
    this.sell = [qty, price];
    this.stopLoss = [qty, stop];
  }

  override updatePosition() {
    const stop = this.isLong ? this.exit.lowerband.now : this.exit.upperband.now;
    this.stopLoss = [this.position.qty, stop];
  }

  qtyFor(price: number, stop: number) {
    return riskToQty(this.availableMargin, this.hp.risk, price, stop, 3, this.feeRate);
  }
}
