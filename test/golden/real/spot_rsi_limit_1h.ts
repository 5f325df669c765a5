import { floorWithPrecision, int, Strategy, subtractFloats, ta } from 'jbt-runner';

/** Buys weakness a little below the market, sells in two portions, and goes for break-even once the first is sold. */
export default class SpotRsi extends Strategy.with({
  period: int(5, 30, 14),
  weak: int(10, 50, 37),
  strong: int(50, 90, 66),
}) {
  strength = this.indicator(ta.rsi, { period: this.hp.period }, { sequential: true });

  override shouldLong() {
    return this.strength.now < this.hp.weak;
  }

  override goLong() {
    const price = this.price * (1 - 0.0047);
    this.buy = [floorWithPrecision((this.balance * 0.6) / price, 1), price];
  }

  override onOpenPosition() {
    this.setExits();
  }

  override onIncreasedPosition() {
    this.setExits();
  }

  override onReducedPosition() {
    const { qty, entryPrice } = this.position;
    this.stopLoss = [qty, entryPrice * (1 + 0.0023)];
  }

  override updatePosition() {
    const isGain = this.price > this.position.entryPrice * (1 + 0.0021);
    if (this.strength.now > this.hp.strong && isGain) this.liquidate();
  }

  setExits() {
    const { qty, entryPrice } = this.position;
    const half = floorWithPrecision(qty * 0.5, 1);
    this.takeProfit = [
      [half, entryPrice * (1 + 0.0137)],
      [subtractFloats(qty, half), entryPrice * (1 + 0.0291)],
    ];
    this.stopLoss = [qty, entryPrice * (1 - 0.0271)];
  }
}
