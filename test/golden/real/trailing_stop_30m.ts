import { float, floorWithPrecision, int, Strategy, ta } from 'jbt-runner';

const TREND_BAND = 0.00013;
const PULLBACK_BAND = 0.00037;

/** Enters when a pullback in a trend is over; a stop follows the best price at a multiple of the average range. */
export default class TrailAtr extends Strategy.with({
  fast: int(5, 50, 10),
  slow: int(20, 200, 40),
  distance: float(1, 5, 2.5),
}) {
  fast = this.indicator(ta.sma, { period: this.hp.fast });
  slow = this.indicator(ta.sma, { period: this.hp.slow });
  range = this.indicator(ta.atr, { period: 14 }, { sequential: true });
  /** Since the entry: the best price, and the stop that follows it. */
  best = 0;
  stop = 0;

  override shouldLong() {
    const isTrend = this.fast.now > this.slow.now * (1 + TREND_BAND);
    const wasPullback = this.previousClose <= this.fast.ago(1) * (1 + PULLBACK_BAND);
    return isTrend && wasPullback && this.price > this.fast.now * (1 + PULLBACK_BAND);
  }

  override shouldShort() {
    const isTrend = this.fast.now < this.slow.now * (1 - TREND_BAND);
    const wasPullback = this.previousClose >= this.fast.ago(1) * (1 - PULLBACK_BAND);
    return isTrend && wasPullback && this.price < this.fast.now * (1 - PULLBACK_BAND);
  }

  override goLong() {
    const qty = this.qty;
    this.buy = [qty, this.price];
    this.startTrail(qty, this.price - this.trail);
  }

  override goShort() {
    const qty = this.qty;
    this.sell = [qty, this.price];
    this.startTrail(qty, this.price + this.trail);
  }

  override updatePosition() {
    const isNear = this.isLong ? this.trailBelow() : this.trailAbove();
    if (isNear) this.liquidate();
    else this.stopLoss = [Math.abs(this.position.qty), this.stop];
  }

  get previousClose() {
    return this.candles.at(-2).close;
  }

  get qty() {
    return floorWithPrecision((this.balance * 1.2) / this.price, 1);
  }

  get trail() {
    return this.hp.distance * this.range.now;
  }

  startTrail(qty: number, stop: number) {
    this.best = this.price;
    this.stop = stop;
    this.stopLoss = [qty, stop];
  }

  /** Moves the stop; true when the price has all but reached it. */
  trailBelow() {
    this.best = Math.max(this.best, this.high);
    this.stop = Math.max(this.stop, this.best - this.trail);
    return this.price <= this.stop * 1.0005;
  }

  trailAbove() {
    this.best = Math.min(this.best, this.low);
    this.stop = Math.min(this.stop, this.best + this.trail);
    return this.price >= this.stop * 0.9995;
  }
}
