import { float, floorWithPrecision, int, Strategy, subtractFloats, ta } from 'jbt-runner';

/** Bets on the way back to the average: longs at market, shorts by limit orders, out in two portions or after some bars. */
export default class ScalpSma extends Strategy.with({
  period: int(10, 100, 30),
  deviation: float(0.0005, 0.01, 0.0017),
  mostBars: int(1, 60, 12),
  waitBars: int(1, 10, 3),
}) {
  average = this.indicator(ta.sma, { period: this.hp.period });
  /** Bars at which the entry was ordered and filled. */
  placed = 0;
  opened = 0;

  override shouldLong() {
    return this.price < this.average.now * (1 - this.hp.deviation);
  }

  override shouldShort() {
    return this.price > this.average.now * (1 + this.hp.deviation);
  }

  override goLong() {
    const price = this.price * (1 - 0.00011);
    const qty = this.qtyAt(price);
    this.buy = [qty, price];
    this.planExits(qty, price, 1);
  }

  override goShort() {
    const price = this.price * (1 + 0.00041);
    const qty = this.qtyAt(price);
    this.sell = [qty, price];
    this.planExits(qty, price, -1);
  }

  override shouldCancelEntry() {
    return this.index - this.placed >= this.hp.waitBars;
  }

  override onOpenPosition() {
    this.opened = this.index;
  }

  override updatePosition() {
    if (this.index - this.opened < this.hp.mostBars) return;
    const direction = this.isLong ? 1 : -1;
    this.takeProfit = [Math.abs(this.position.qty), this.price * (1 + direction * 8e-5)];
  }

  qtyAt(price: number) {
    return floorWithPrecision((this.balance * 0.5) / price, 2);
  }

  planExits(qty: number, price: number, direction: 1 | -1) {
    const first = floorWithPrecision(qty * 0.51373, 2);
    this.placed = this.index;
    this.takeProfit = [
      [first, price * (1 + direction * 0.00063)],
      [subtractFloats(qty, first), price * (1 + direction * 0.00151)],
    ];
    this.stopLoss = [qty, price * (1 - direction * 0.00077)];
  }
}
