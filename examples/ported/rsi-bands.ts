import { float, int, Strategy, ta } from 'jbt-runner';

const STAKE = 1_000;

/** A strategy as freqtrade's users write it: columns, entry and exit conditions, ROI table, stop, trailing stop. */
export default class RsiBands extends Strategy.with({
  buyRsi: int(10, 50, 35),
  sellRsi: int(50, 90, 65),
  stop: float(0.01, 0.2, 0.05),
}) {
  rsi = this.indicator(ta.rsi, { period: 14 });
  bands = this.indicator(ta.bollingerBands, { period: 20, devup: 2, devdn: 2 });
  volumes = this.indicator(({ volume }) => ta.sma(volume, { period: 20 }));

  // enter_long: crossed_below(rsi, buy_rsi) & (close < lower band) & (volume > 0)
  override shouldLong() {
    return this.rsi.now < this.hp.buyRsi && this.price < this.bands.lowerband.now && this.volumes.now > 0;
  }

  // stake_amount
  override goLong() {
    this.buy = [Math.min(STAKE, this.availableMargin) / this.price, this.price];
  }

  // stoploss = -0.05
  override onOpenPosition() {
    this.stopLoss = [this.position.qty, this.position.entryPrice * (1 - this.hp.stop)];
  }

  override updatePosition() {
    // exit_long, and minimal_roi = { "0": 0.04, "120": 0.02, "480": 0 }
    if (this.rsi.now > this.hp.sellRsi || this.#gain >= this.#roi) this.liquidate();
    // trailing_stop, trailing_stop_positive = 0.01, trailing_stop_positive_offset = 0.02
    else if (this.#gain > 0.02) this.stopLoss = [this.position.qty, Math.max(this.averageStopLoss, this.price * 0.99)];
  }

  get #gain() {
    return this.price / this.position.entryPrice - 1;
  }

  get #roi() {
    const minutes = (this.time - (this.position.openedAt ?? this.time)) / 60_000;
    if (minutes >= 480) return 0;
    return minutes >= 120 ? 0.02 : 0.04;
  }
}
