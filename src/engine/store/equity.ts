import type { Store } from './index.ts';

/** What the account is worth at the newest prices, in the quote asset, with what waiting orders have reserved. */
export function equityOf(store: Store): number {
  const exchange = store.exchanges.tradingExchange;
  let equity = exchange.walletBalance;
  for (const position of store.positions.all) {
    if (exchange.type === 'futures') equity += position.pnl;
    else equity += position.value + reservedBy(store, position.symbol);
  }
  return equity;
}

/** Quote asset that waiting buys of a symbol hold on spot. */
function reservedBy(store: Store, symbol: string): number {
  let reserved = 0;
  for (const order of store.orders.getActiveOrders(symbol)) {
    if (order.isActive && order.side === 'buy') reserved += order.value;
  }
  return reserved;
}
