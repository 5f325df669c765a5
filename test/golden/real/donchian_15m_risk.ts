import { type Filter, float, floorWithPrecision, int, Strategy, subtractFloats, ta } from 'jbt-runner';

/** Trades the way out of a price channel, sized by risk, with a stop and two targets in units of the average range. */
export default class Donchian extends Strategy.with({
  channel: int(10, 100, 20),
  stop: float(0.5, 5, 2),
  firstTarget: float(0.5, 5, 1.75),
  secondTarget: float(0.5, 10, 3.25),
  firstShare: float(0, 1, 0.5237),
  risk: float(0.001, 0.05, 0.01),
}) {
  channel = this.indicator(ta.donchian, { period: this.hp.channel });
  range = this.indicator(ta.atr, { period: 14 }, { sequential: true });
  usualVolume = this.indicator(ta.sma, { period: 20, sourceType: 'volume' });

  override shouldLong() {
    return this.price > this.channel.upperband.ago(1);
  }

  override shouldShort() {
    return this.price < this.channel.lowerband.ago(1);
  }

  override goLong() {
    const qty = this.qty;
    this.buy = [qty, this.price];
    this.planExits(qty, 1);
  }

  override goShort() {
    const qty = this.qty;
    this.sell = [qty, this.price];
    this.planExits(qty, -1);
  }

  override filters(): readonly Filter[] {
    return [this.volumeFilter, this.rangeFilter];
  }

  volumeFilter() {
    return this.volume > this.usualVolume.now * 0.9;
  }

  rangeFilter() {
    return this.range.now / this.price > 0.0017;
  }

  get stopDistance() {
    return this.range.now * this.hp.stop;
  }

  get qty() {
    const byRisk = (this.balance * this.hp.risk) / this.stopDistance;
    const byMargin = (this.balance * this.leverage * 0.9) / this.price;
    return floorWithPrecision(Math.min(byRisk, byMargin), 2);
  }

  planExits(qty: number, direction: 1 | -1) {
    const { firstTarget, secondTarget, firstShare } = this.hp;
    const first = floorWithPrecision(qty * firstShare, 2);
    const range = direction * this.range.now;
    this.stopLoss = [qty, this.price - direction * this.stopDistance];
    this.takeProfit = [
      [first, this.price + range * firstTarget],
      [subtractFloats(qty, first), this.price + range * secondTarget],
    ];
  }
}
