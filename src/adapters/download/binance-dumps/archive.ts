import { JbtError } from '../../../model/errors.ts';
import { baseAsset, type Market, quoteAsset } from '../../../model/market.ts';

/** The folder and the symbol of a market at Binance. */
export interface ArchivedMarket {
  readonly kind: 'spot' | 'futures/um' | 'futures/cm';
  /** `BTCUSDT`, `BTCUSD_PERP`, `BTCUSDT_230630`. */
  readonly symbol: string;
}

/** Finds a market among the archives of Binance. Throws JbtError `InvalidOption`. */
export function archivedMarket({ exchange, symbol }: Market): ArchivedMarket {
  const kind = kindOf(exchange);
  if (kind === null) {
    throw new JbtError(
      'InvalidOption',
      `--market: binance-dumps has "Binance Spot", "Binance Perpetual Futures" and "Binance COIN-M Futures", not "${exchange}"; other exchanges: --from ccxt:ID`,
    );
  }
  const pair = baseAsset(symbol) + quoteAsset(symbol);
  const contract = symbol.split('-').at(2);
  if (kind === 'futures/cm') return { kind, symbol: `${pair}_${contract ?? 'PERP'}` };
  return { kind, symbol: contract === undefined || contract === 'PERP' ? pair : `${pair}_${contract}` };
}

function kindOf(exchange: string): ArchivedMarket['kind'] | null {
  if (!/^binance\b/i.test(exchange) || /\bUS\b/i.test(exchange)) return null;
  if (/coin-?m\b/i.test(exchange)) return 'futures/cm';
  if (/futures|perpetual|\busd-?m\b/i.test(exchange)) return 'futures/um';
  return /\bspot\b/i.test(exchange) ? 'spot' : null;
}

/** Returns the path of an archive below the server's root; `date` is a month such as `2023-01`, or a day. */
export function archivePath({ kind, symbol }: ArchivedMarket, date: string): string {
  const period = date.length === '2023-01'.length ? 'monthly' : 'daily';
  return `data/${kind}/${period}/klines/${symbol}/1m/${symbol}-1m-${date}.zip`;
}
