import { baseAsset, type Market, quoteAsset } from '../../../model/market.ts';

/** Returns the spellings in ccxt that a market may have: `BTC/USDT`, and `BTC/USDT:USDT` for perpetual contracts. */
export function ccxtSymbols({ exchange, symbol }: Market): readonly string[] {
  const [base, quote] = [baseAsset(symbol), quoteAsset(symbol)];
  const pair = `${base}/${quote}`;
  const contract = symbol.split('-').at(2);
  const isPerpetual = contract === 'PERP' || /perp|futures|swap/i.test(exchange);
  if (contract === undefined && !isPerpetual) return [pair];
  const date = contract === undefined || contract === 'PERP' ? '' : `-${contract}`;
  return [`${pair}:${quote}${date}`, `${pair}:${base}${date}`];
}
