import {
  anchorTimeframe,
  type ClosedTrade,
  int,
  type LiveOrder,
  Strategy,
  sizeToQty,
  subtractFloats,
  ta,
} from 'jbt-runner';

export default class DipLadder extends Strategy.with({ trend: int(10, 100, 30), patience: int(1, 48, 12) }) {
  trend = this.indicator(ta.ema, { period: this.hp.trend }, { timeframe: anchorTimeframe(this.timeframe) });
  bands = this.indicator(ta.bollingerBands, { period: 20, devup: 2, devdn: 2 });
  range = this.indicator(ta.atr);
  orderedAt = 0;

  get isUp() {
    return this.price > this.trend.now;
  }

  override shouldLong() {
    return this.isUp && this.price > this.bands.lowerband.now;
  }

  override goLong() {
    this.orderedAt = this.index;
    const qty = sizeToQty(this.balance / 4, this.price, 2, this.feeRate);
    const first = this.bands.lowerband.now;
    this.buy = [
      [qty, first],
      [qty, first - 0.5 * this.range.now],
      [qty, first - this.range.now],
    ];
  }

  override shouldCancelEntry() {
    return !this.isUp || this.index - this.orderedAt >= this.hp.patience;
  }

  override onOpenPosition(_order: LiveOrder) {
    this.setExits();
  }

  override onIncreasedPosition(_order: LiveOrder) {
    this.setExits();
  }

  setExits() {
    const { qty, entryPrice } = this.position;
    const half = sizeToQty((qty * entryPrice) / 2, entryPrice, 2);
    this.stopLoss = [qty, entryPrice - 3 * this.range.now];
    this.takeProfit = [
      [half, entryPrice + this.range.now],
      [subtractFloats(qty, half), entryPrice + 2 * this.range.now],
    ];
  }

  override onReducedPosition(_order: LiveOrder) {
    this.buy = [];
    this.stopLoss = [this.position.qty, this.position.entryPrice];
  }

  override onClosePosition(_order: LiveOrder, trade: ClosedTrade) {
    this.log(`${trade.qty} ${this.baseAsset} made ${trade.pnl.toFixed(2)} ${this.quoteAsset}`);
  }
}
