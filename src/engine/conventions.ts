import type { Job } from '../model/job.ts';
import type { MonthRule } from '../model/timeframe.ts';

/**
 * Every choice in which jbt and Jesse 3.0.7 differ on purpose. `compat: 'jesse'` makes Jesse's choices, nothing else does.
 * Faults are numbered as in `docs/jesse.md`. Fills behind gaps have a rule of their own: `Job.fills.gap`.
 */
export interface Conventions {
  /** Equity is sampled as each UTC day ends, or a minute later, counted from the first traded minute (F04). */
  readonly equitySample: 'day-end' | 'minute-after-day';
  /** Bars of a month follow the calendar, or Jesse's blocks of 30 days. */
  readonly months: MonthRule;
  /** A stop or target on the wrong side of the entry leaves at market: reduce-only, or as a plain order (F13). */
  readonly wrongSideExit: 'reduce-only' | 'plain';
  /** A stop or target that the market has passed already leaves at market, or waits for the market to come back. */
  readonly passedExit: 'at-market' | 'waits';
  /** A stop or target so near the price that it leaves at market fills at the market's price, or at its own. */
  readonly nearExitFills: 'at-market' | 'at-its-price';
  /** `onCancel` and `onRouteCanceled` also run after every close (F14). */
  readonly cancelHooksAfterClose: boolean;
  /** A position is liquidated when its price path reaches the level, or after the minute by its whole range (F08). */
  readonly liquidation: 'on-path' | 'after-minute';
  /** Positions on cross margin are liquidated when the wallet cannot cover them (F23). */
  readonly crossMarginLiquidates: boolean;
  /** An entry on futures that fills dearer than its price is checked against the margin again, or not. */
  readonly marginAtFill: 'checked' | 'unchecked';
  /** Isolated margin pays the fees, and PnL is no margin of other positions; or neither holds. */
  readonly isolatedMargin: 'stands-alone' | 'shared';
  /** A fill at the open shows hooks that price, or the whole minute with its close to come (F20). */
  readonly fillAtOpenShows: 'price' | 'whole-minute';
  /** PnL and entry price on spot count the quantity that arrived, or the one ordered, before fees (F25). */
  readonly spotQty: 'received' | 'ordered';
  /** A market exit on spot sells the whole holding, or is refused while targets promise it. */
  readonly spotMarketExit: 'goes-first' | 'behind-targets';
  /** `terminate` runs before the last position is closed (F46). */
  readonly terminateBeforeClose: boolean;
  /** Bars that each value of an indicator sees: all, or the last 240 as without Jesse's `sequential`. */
  readonly indicatorBars: number | null;
  /** Metrics follow Jesse's formulas even where those are wrong (F34, F35, F45). */
  readonly jesseMetrics: boolean;
}

const JBT: Conventions = {
  equitySample: 'day-end',
  months: 'calendar',
  wrongSideExit: 'reduce-only',
  passedExit: 'at-market',
  nearExitFills: 'at-market',
  cancelHooksAfterClose: false,
  liquidation: 'on-path',
  crossMarginLiquidates: true,
  marginAtFill: 'checked',
  isolatedMargin: 'stands-alone',
  fillAtOpenShows: 'price',
  spotQty: 'received',
  spotMarketExit: 'goes-first',
  terminateBeforeClose: false,
  indicatorBars: null,
  jesseMetrics: false,
};

const JESSE: Conventions = {
  equitySample: 'minute-after-day',
  months: '30-days',
  wrongSideExit: 'plain',
  passedExit: 'waits',
  nearExitFills: 'at-its-price',
  cancelHooksAfterClose: true,
  liquidation: 'after-minute',
  crossMarginLiquidates: false,
  marginAtFill: 'unchecked',
  isolatedMargin: 'shared',
  fillAtOpenShows: 'whole-minute',
  spotQty: 'ordered',
  spotMarketExit: 'behind-targets',
  terminateBeforeClose: true,
  indicatorBars: 240,
  jesseMetrics: true,
};

export function conventionsOf(compat: Job['compat']): Conventions {
  return compat === 'jesse' ? JESSE : JBT;
}
