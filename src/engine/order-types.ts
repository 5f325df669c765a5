import type { OrderType } from '../model/order.ts';

/** The behaviour of one order type. All code that depends on a type reads it here. */
export interface OrderTypeRules {
  /** It waits until the market reaches its price. Otherwise it fills at once, where the market is. */
  readonly rests: boolean;
  /** It fills at the market's price even when that is worse than its own: behind a gap, and with slippage. */
  readonly slips: boolean;
  /** Spot: resting sells of one pool together promise at most the holding. Each pool may promise all of it. */
  readonly spotPool: 'stops' | 'targets';
}

/** One row per order type. A new type compiles once it has its row. */
export const ORDER_TYPES = {
  MARKET: { rests: false, slips: true, spotPool: 'targets' },
  LIMIT: { rests: true, slips: false, spotPool: 'targets' },
  STOP: { rests: true, slips: true, spotPool: 'stops' },
} as const satisfies Readonly<Record<OrderType, OrderTypeRules>>;
