import { describe, expect, it } from 'vitest';
import { baseAsset, isSymbol, parseMarket, proposeSymbol, quoteAsset } from '../../src/model/market.ts';

describe('a symbol', () => {
  it.each<[string, string, string]>([
    ['BTC-USDT', 'BTC', 'USDT'],
    ['BTC-USDT-PERP', 'BTC', 'USDT'],
    ['BRK.B-USD', 'BRK.B', 'USD'],
    ['1000SHIB-USDT', '1000SHIB', 'USDT'],
  ])('%s has the base %s and the quote %s', (symbol, base, quote) => {
    expect(parseMarket(`Binance:${symbol}`)).toEqual({ exchange: 'Binance', symbol });
    expect([baseAsset(symbol), quoteAsset(symbol)]).toEqual([base, quote]);
  });

  it.each(['', 'BTC', 'btc-usdt', 'BTC-', '-USDT', '.B-USD', 'A-B-C-D', 'BTC/USDT'])('is not %j', (text) => {
    expect(isSymbol(text)).toBe(false);
  });

  it.each<[string, string | null]>([
    ['btcusdt', 'BTC-USDT'],
    ['BTC/USDT', 'BTC-USDT'],
    ['BTC/USDT:USDT', 'BTC-USDT'],
    ['btc_usdt', 'BTC-USDT'],
    ['XBTUSD', 'XBT-USD'],
    ['BTCFDUSD', 'BTC-FDUSD'],
    ['USDT', null],
    ['AAPL', null],
  ])('is proposed for %s', (text, proposed) => {
    expect(proposeSymbol(text)).toBe(proposed);
  });
});
