/** One instrument at one exchange, e.g. `Binance Perpetual Futures` and `FIL-USDT`. */
export interface Market {
  readonly exchange: string;
  /** `BASE-QUOTE`. */
  readonly symbol: string;
}

const SYMBOL = /^[A-Z0-9]+-[A-Z0-9]+$/;

export function isSymbol(text: string): boolean {
  return SYMBOL.test(text);
}

/** `exchange:symbol`, the one spelling of a market in keys, flags and files. */
export type MarketKey = `${string}:${string}`;

export function marketKey(market: Market): MarketKey {
  return `${market.exchange}:${market.symbol}`;
}

/** Reads `exchange:symbol`; null when the text is no such pair. */
export function parseMarket(text: string): Market | null {
  const colon = text.lastIndexOf(':');
  const exchange = text.slice(0, Math.max(colon, 0)).trim();
  const symbol = text.slice(colon + 1).trim();
  return exchange !== '' && isSymbol(symbol) ? { exchange, symbol } : null;
}

export function baseAsset(symbol: string): string {
  return symbol.slice(0, symbol.indexOf('-'));
}

export function quoteAsset(symbol: string): string {
  return symbol.slice(symbol.indexOf('-') + 1);
}
