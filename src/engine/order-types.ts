import type { OrderType } from '../model/order.ts';

/** Behaviour of one order type. The engine reads everything that depends on a type here. */
export interface OrderTypeRules {
  /** It waits until the market reaches its price. Otherwise it fills at once, where the market is. */
  readonly rests: boolean;
  /** It fills at the market's price even when that is worse than its own: behind a gap, and with slippage. */
  readonly slips: boolean;
  /** On spot, resting sells of one pool together sell no more than is held; the two pools do not see each other. */
  readonly spotPool: 'stops' | 'targets';
}

/** One row per order type. A new type compiles once it has its row. */
export const ORDER_TYPES = {
  MARKET: { rests: false, slips: true, spotPool: 'targets' },
  LIMIT: { rests: true, slips: false, spotPool: 'targets' },
  STOP: { rests: true, slips: true, spotPool: 'stops' },
} as const satisfies Readonly<Record<OrderType, OrderTypeRules>>;
