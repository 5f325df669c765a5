import { type ClosedTrade, float, int, type LiveOrder, riskToQty, Strategy, ta } from 'jbt-runner';

/** Uses what strategies use: every line must compile, and each expected error must be one. */
export default class Sample extends Strategy.with({ period: int(5, 50, 20), risk: float(0.5, 5, 2) })<
  { stop?: number },
  { leader?: string }
> {
  average = this.indicator(ta.ema, { period: this.hp.period });
  bands = this.indicator(ta.bollingerBands, { period: this.hp.period }, { timeframe: '4h' });
  spread = this.indicator((candles) => candles.high.map((high: number, index: number) => high - candles.low[index]));

  override shouldLong() {
    return this.average.crossedAbove(this.bands.middleband.now) && this.spread.now > 0;
  }
  override goLong() {
    const stop = this.price * (1 - this.hp.risk / 100);
    const qty = riskToQty(this.availableMargin, 1, this.price, stop, 3, this.feeRate);
    this.buy = [qty, this.price];
    this.stopLoss = [
      [qty / 2, stop],
      [qty / 2, stop * 0.99],
    ];
    this.vars.stop = stop;
    this.sharedVars.leader = this.symbol;
  }
  override onOpenPosition(order: LiveOrder) {
    this.log(`${order.price} ${this.vars.stop?.toFixed(2)} ${this.sharedVars.leader}`);
  }
  override onClosePosition(_order: LiveOrder, trade: ClosedTrade) {
    this.publish('closed', trade.pnl);
    // @ts-expect-error: a text is no order
    this.takeProfit = 'all';
    // @ts-expect-error: no such parameter
    this.log(String(this.hp.perod));
    // @ts-expect-error: no such output
    this.log(String(this.bands.middle.now));
    // @ts-expect-error: a number is no text
    this.sharedVars.leader = 3;
  }
}

export class Plain extends Strategy {
  override vars = { bars: 0 };
  override before() {
    this.vars.bars += 1;
  }
}
