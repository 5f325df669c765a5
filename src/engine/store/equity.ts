import type { Position } from '../account/position.ts';
import type { Store } from './index.ts';

/** Equity of the account in the quote asset, reserves of waiting orders included, at the newest or the given prices. */
export function equityOf(store: Store, priceOf: (position: Position) => number = newestPrice): number {
  const exchange = store.exchanges.tradingExchange;
  let equity = exchange.walletBalance;
  for (const position of store.positions.all) {
    const price = position.isOpen ? priceOf(position) : 0;
    if (exchange.type === 'futures') equity += position.pnlAt(price);
    else equity += Math.abs(price * position.qty) + reservedBy(store, position.symbol);
  }
  return equity;
}

function newestPrice({ currentPrice }: Position): number {
  return currentPrice;
}

/** Quote asset that waiting buys of a symbol hold on spot. */
function reservedBy(store: Store, symbol: string): number {
  let reserved = 0;
  for (const order of store.orders.getActiveOrders(symbol)) {
    if (order.isActive && order.side === 'buy') reserved += order.value;
  }
  return reserved;
}
