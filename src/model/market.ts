/** One instrument at one exchange, e.g. `Binance Perpetual Futures` and `FIL-USDT`. */
export interface Market {
  readonly exchange: string;
  /** `BASE-QUOTE`, with a kind behind it where an exchange has several: `BTC-USDT-PERP`. */
  readonly symbol: string;
}

/** The base may have dots, as classes of shares do: `BRK.B-USD`. */
const SYMBOL = /^[A-Z0-9]+(?:\.[A-Z0-9]+)*-[A-Z0-9]+(?:-[A-Z0-9]+)?$/;

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
  return symbol.split('-', 2)[1];
}

/** Assets that prices are quoted in. Longer names first: BTCFDUSD ends in USD too. */
const QUOTES = ['FDUSD', 'USDT', 'USDC', 'BUSD', 'USD', 'EUR', 'GBP', 'JPY', 'TRY', 'BRL', 'BTC', 'ETH', 'BNB'];

/** Returns the symbol that another spelling means: `BTC-USDT` for `btcusdt` and `BTC/USDT:USDT`; null for no idea. */
export function proposeSymbol(text: string): string | null {
  const spelled = text.trim().toUpperCase().replace(/:\w+$/, '').replaceAll(/[/_ ]/g, '-');
  if (isSymbol(spelled)) return spelled;
  const quote = QUOTES.find((name) => spelled.endsWith(name) && spelled.length > name.length);
  const proposed = quote === undefined ? spelled : `${spelled.slice(0, -quote.length)}-${quote}`;
  return isSymbol(proposed) ? proposed : null;
}
