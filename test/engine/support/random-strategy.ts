import { type LiveOrder, type OrderLines, Strategy } from 'jbt-runner';

/** Direction of a bet: 1 is up. */
export type Side = 1 | -1;

/**
 * A strategy that acts at random: it enters both ways with ladders, with and without exits, changes, cancels, and
 * liquidates unless it is patient. All prices are whole steps away from the market. With the side -1 it acts upside down.
 */
export function randomStrategy(up: Side, longOnly = false, leaving: 'at-once' | 'patient' = 'at-once') {
  return class RandomStrategy extends Strategy {
    draw = 0;

    override before() {
      this.draw = this.random();
    }
    override shouldLong() {
      return longOnly || up === 1 ? this.draw < 0.25 : this.draw > 0.75;
    }
    override shouldShort() {
      if (longOnly) return false;
      return up === 1 ? this.draw > 0.75 : this.draw < 0.25;
    }
    override shouldCancelEntry() {
      return this.chance(0.4);
    }
    override goLong() {
      this.buy = this.ladder(1, 6);
      this.planExits();
    }
    override goShort() {
      this.sell = this.ladder(-1, 6);
      this.planExits();
    }
    override onOpenPosition(_order: LiveOrder) {
      this.setExits();
    }
    override onIncreasedPosition(_order: LiveOrder) {
      this.setExits();
    }
    override onReducedPosition(_order: LiveOrder) {
      if (this.chance(0.3)) this.leave();
    }
    override updatePosition() {
      if (this.chance(0.05)) this.leave();
      else if (this.chance(0.2)) this.setExits();
      else if (this.chance(0.1)) this.setEntries(this.ladder(this.isLong ? 1 : -1, 8));
      else if (this.chance(0.15)) this.setEntries([]);
    }

    leave() {
      if (leaving === 'at-once') this.liquidate();
    }

    chance(share: number): boolean {
      return this.random() < share;
    }

    /** One or two lines, a few steps to either side of the price, or at it. */
    ladder(side: Side, reach: number): OrderLines {
      const lines = this.chance(0.5) ? 1 : 2;
      return Array.from({ length: lines }, () => [
        this.qty(),
        this.away(side, Math.floor(this.random() * reach * 2) - reach),
      ]);
    }

    planExits() {
      if (this.isSpotTrading || this.chance(0.7)) return;
      const side = this.buy === null ? -1 : 1;
      this.stopLoss = [this.qty(), this.away(side, -12)];
      this.takeProfit = [this.qty(), this.away(side, 12)];
    }

    setExits() {
      const side = this.isLong ? 1 : -1;
      const qty = Math.abs(this.position.qty);
      this.stopLoss = this.chance(0.8) ? [qty, this.away(side, -1 - this.steps(9))] : [];
      const first = Math.floor(qty / 2);
      const near = this.away(side, 1 + this.steps(5));
      const far = this.away(side, 7 + this.steps(5));
      this.takeProfit =
        first === 0
          ? [qty, near]
          : [
              [first, near],
              [qty - first, far],
            ];
    }

    setEntries(lines: OrderLines) {
      if (this.isLong) this.buy = lines;
      else this.sell = lines;
    }

    qty(): number {
      return 1 + this.steps(4);
    }

    steps(most: number): number {
      return Math.floor(this.random() * most);
    }

    away(side: Side, steps: number): number {
      return Math.round(this.price) + side * steps;
    }
  };
}

/** The random strategy, which stakes all margin in portions. */
export function recklessStrategy(longOnly = false) {
  return class RecklessStrategy extends randomStrategy(1, longOnly) {
    /** Base asset for up to two lines, fees and a few steps of price included. */
    override qty(): number {
      const most = (this.leveragedAvailableMargin * 0.47) / (this.price * (1 + this.leverage * this.feeRate));
      return Math.max(most * (0.3 + 0.7 * this.random()), 1e-6);
    }
    override shouldLong() {
      return this.hasMargin && super.shouldLong();
    }
    override shouldShort() {
      return this.hasMargin && super.shouldShort();
    }
    override setEntries(lines: OrderLines) {
      if (this.hasMargin) super.setEntries(lines);
    }
    get hasMargin(): boolean {
      return this.availableMargin > this.price / 1000;
    }
    override setExits() {
      const { qty } = this.position;
      this.stopLoss = this.chance(0.6) ? [Math.abs(qty), this.away(this.isLong ? 1 : -1, -1 - this.steps(25))] : [];
      this.takeProfit = [Math.abs(qty), this.away(this.isLong ? 1 : -1, 1 + this.steps(25))];
    }
  };
}
