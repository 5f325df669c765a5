import { float, floorWithPrecision, int, type OrderLine, Strategy, subtractFloats, ta } from 'jbt-runner';

/** Enters by stop orders beyond the day's range in two steps, adds a third when it pays, and leaves in two portions. */
export default class Pyramid extends Strategy.with({
  trend: int(20, 200, 50),
  channel: int(10, 100, 24),
  risk: float(0.001, 0.05, 0.01),
}) {
  trend = this.indicator(ta.ema, { period: this.hp.trend }, { sequential: true });
  averageRange = this.indicator(ta.atr, { period: 14 }, { sequential: true });
  channel = this.indicator(ta.donchian, { period: this.hp.channel });
  /** Values at the time when the entries were ordered. */
  range = 0;
  unit = 0;

  override shouldLong() {
    return this.price > this.trend.now;
  }

  override shouldShort() {
    return this.price < this.trend.now;
  }

  override goLong() {
    this.buy = this.planEntries(this.channel.upperband.now, 1);
  }

  override goShort() {
    this.sell = this.planEntries(this.channel.lowerband.now, -1);
  }

  override onOpenPosition() {
    this.setExits();
  }

  override onIncreasedPosition() {
    this.setExits();
  }

  override updatePosition() {
    if (this.increasedCount !== 2 || this.reducedCount !== 0) return;
    const gain = (this.price - this.position.entryPrice) * this.direction;
    if (gain > this.range) this.addThirdEntry();
  }

  override onReducedPosition() {
    const { qty, entryPrice } = this.position;
    this.setEntries([]);
    this.stopLoss = [Math.abs(qty), entryPrice + this.direction * 0.1 * this.range];
  }

  addThirdEntry() {
    this.setEntries([[this.unit, this.price + this.direction * 0.3 * this.range]]);
  }

  get direction() {
    return this.isLong ? 1 : -1;
  }

  setEntries(entries: readonly OrderLine[]) {
    if (this.isLong) this.buy = entries;
    else this.sell = entries;
  }

  planEntries(from: number, direction: 1 | -1): readonly OrderLine[] {
    this.range = this.averageRange.now;
    const byRisk = (this.balance * this.hp.risk) / (2 * this.range);
    this.unit = floorWithPrecision(Math.min(byRisk, (this.balance * 0.7) / this.price), 2);
    const first = from + direction * 0.25 * this.range;
    return [
      [this.unit, first],
      [this.unit, first + direction * 0.75 * this.range],
    ];
  }

  setExits() {
    const { entryPrice } = this.position;
    const qty = Math.abs(this.position.qty);
    const first = floorWithPrecision(qty * 0.4837, 2);
    this.takeProfit = [
      [first, entryPrice + this.direction * 1.5 * this.range],
      [subtractFloats(qty, first), entryPrice + this.direction * 3.5 * this.range],
    ];
    this.stopLoss = [qty, entryPrice - this.direction * 2 * this.range];
  }
}
