import { Strategy } from 'jbt-runner';

/** Lives from its orders, 0.27 a bar: enters against each move, leaves by limit or stop order, and moves its target. */
export default class Scalper extends Strategy {
  entered = 0;

  override shouldLong(): boolean {
    return this.index % 20 === 0;
  }
  override shouldShort(): boolean {
    return this.index % 20 === 10;
  }
  override goLong(): void {
    this.#enter(1);
  }
  override goShort(): void {
    this.#enter(-1);
  }
  #enter(side: 1 | -1): void {
    const { price } = this;
    this.entered = this.index;
    if (side === 1) this.buy = [1, price * 0.9997];
    else this.sell = [1, price * 1.0003];
    this.stopLoss = [1, price * (1 - side * 0.002)];
    this.takeProfit = [1, price * (1 + side * 0.001)];
  }
  override shouldCancelEntry(): boolean {
    return this.index - this.entered > 3;
  }
  override updatePosition(): void {
    if (this.index - this.entered < 8) return;
    this.takeProfit = [1, this.price * (this.isLong ? 1.0004 : 0.9996)];
    this.entered = this.index;
  }
}
