import { JbtError } from '../../model/errors.ts';
import type { ClosedTrade } from '../../model/trade.ts';
import type { LiveOrder } from '../account/live-order.ts';

/** A condition that an entry must meet besides the signal. */
export type Filter = () => boolean;

/** The hooks of a strategy, with their defaults. */
export abstract class StrategyHooks {
  // The hooks, in the order in which a bar may run them.

  before(): void {}
  /** True withdraws waiting entries. Asked on every bar while the route is flat. */
  shouldCancelEntry(): boolean {
    return true;
  }
  updatePosition(): void {}
  shouldShort(): boolean {
    return false;
  }
  shouldLong(): boolean {
    throw new JbtError('InvalidStrategy', 'a strategy needs the method shouldLong');
  }
  /** Must set `this.buy`. */
  goLong(): void {
    throw new JbtError('InvalidStrategy', 'a strategy needs the method goLong');
  }
  /** Must set `this.sell`. */
  goShort(): void {
    throw new JbtError('InvalidStrategy', 'a strategy whose shouldShort can be true needs the method goShort');
  }
  filters(): readonly Filter[] {
    return [];
  }
  onOpenPosition(_order: LiveOrder): void {}
  onIncreasedPosition(_order: LiveOrder): void {}
  onReducedPosition(_order: LiveOrder): void {}
  onClosePosition(_order: LiveOrder, _closedTrade: ClosedTrade): void {}
  onCancel(): void {}
  onRouteOpenPosition(_strategy: StrategyHooks): void {}
  onRouteIncreasedPosition(_strategy: StrategyHooks): void {}
  onRouteReducedPosition(_strategy: StrategyHooks): void {}
  onRouteClosePosition(_strategy: StrategyHooks): void {}
  onRouteCanceled(_strategy: StrategyHooks): void {}
  after(): void {}
  updateChart(): void {}
  beforeTerminate(): void {}
  terminate(): void {}
  /** Parameter values as a DNA text; empty for none. Values chosen for the job win over it. */
  dna(): string {
    return '';
  }
}
