import { JbtError } from '../../model/errors.ts';
import type { ClosedTrade } from '../../model/trade.ts';
import type { LiveOrder } from '../account/live-order.ts';

/** A condition that an entry must meet besides the signal. */
export type Filter = () => boolean;

/** The hooks of a strategy, with their defaults. */
export abstract class StrategyHooks {
  // The hooks, in the order in which a bar may run them.

  /** Called first on every bar, before any decision. */
  before(): void {}
  /** True withdraws waiting entries. Asked on every bar while the route is flat. */
  shouldCancelEntry(): boolean {
    return true;
  }
  /** Called on every bar while a position is open; may change exits, add to the position, or call `liquidate()`. */
  updatePosition(): void {}
  /** True opens a short position with `goShort`. Asked while the route is flat and waits for no entry. */
  shouldShort(): boolean {
    return false;
  }
  /** True opens a long position with `goLong`. Asked while the route is flat and waits for no entry. */
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
  /** Conditions that must all hold, once `goLong` or `goShort` has set the entry; else the entry is dropped. */
  filters(): readonly Filter[] {
    return [];
  }
  /** Called when an entry opened a position; mostly sets `stopLoss` and `takeProfit`. */
  onOpenPosition(_order: LiveOrder): void {}
  /** Called when another entry added to the position. */
  onIncreasedPosition(_order: LiveOrder): void {}
  /** Called when an exit closed a part of the position. */
  onReducedPosition(_order: LiveOrder): void {}
  /** Called when the position was closed, with the order that did it and the finished trade. */
  onClosePosition(_order: LiveOrder, _closedTrade: ClosedTrade): void {}
  /** Called when waiting entries were withdrawn without a fill. */
  onCancel(): void {}
  /** Called when another route of the backtest opened a position, with its strategy. */
  onRouteOpenPosition(_strategy: StrategyHooks): void {}
  /** Called when another route added to its position. */
  onRouteIncreasedPosition(_strategy: StrategyHooks): void {}
  /** Called when another route closed a part of its position. */
  onRouteReducedPosition(_strategy: StrategyHooks): void {}
  /** Called when another route closed its position. */
  onRouteClosePosition(_strategy: StrategyHooks): void {}
  /** Called when another route withdrew its entries. */
  onRouteCanceled(_strategy: StrategyHooks): void {}
  /** Called last on every bar, after all decisions. */
  after(): void {}
  /** Called after `after` on every bar, as in Jesse. */
  updateChart(): void {}
  /** Called once the last candle is over, before open positions are closed. */
  beforeTerminate(): void {}
  /** Called at the very end, after open positions were closed. */
  terminate(): void {}
  /** Parameter values as a DNA text; empty for none. Values chosen for the job win over it. */
  dna(): string {
    return '';
  }
}

/** Hooks of a bar that do nothing by default. */
const OPTIONAL_HOOKS = ['before', 'updatePosition', 'shouldShort', 'after', 'updateChart'] as const;

/**
 * Says which optional hooks a strategy overrides. The others are not called: on a thread that plays several classes, a call
 * site cannot be inlined, and empty calls were a quarter of a bar in which nothing happens.
 */
export class OverriddenHooks implements Readonly<Record<(typeof OPTIONAL_HOOKS)[number], boolean>> {
  readonly before: boolean;
  readonly updatePosition: boolean;
  readonly shouldShort: boolean;
  readonly after: boolean;
  readonly updateChart: boolean;
  readonly strategy: StrategyHooks;

  /** Looks at methods, fields, and what the constructor assigned. */
  constructor(strategy: StrategyHooks) {
    const defaults = StrategyHooks.prototype;
    this.before = strategy.before !== defaults.before;
    this.updatePosition = strategy.updatePosition !== defaults.updatePosition;
    this.shouldShort = strategy.shouldShort !== defaults.shouldShort;
    this.after = strategy.after !== defaults.after;
    this.updateChart = strategy.updateChart !== defaults.updateChart;
    this.strategy = strategy;
  }

  /** Throws InvalidStrategy for a hook that was assigned after the session began, and so was never called. */
  refuseLateHooks(): void {
    const now = new OverriddenHooks(this.strategy);
    const late = OPTIONAL_HOOKS.find((hook) => now[hook] && !this[hook]);
    if (late === undefined) return;
    throw new JbtError(
      'InvalidStrategy',
      `a hook assigns this.${late}, which was not called: declare ${late} in the class, and let it call what you assign`,
    );
  }
}
