import { type Cell, placeOf } from './names.ts';
import { toNumber } from './numbers.ts';
import { binanceTradeNames } from './trades.ts';

/** Orders of columns in files without names, by how common they are. */
const ORDERS: readonly (readonly string[])[] = [
  ['opentime', 'open', 'high', 'low', 'close', 'volume'],
  ['opentime', 'open', 'close', 'high', 'low', 'volume'],
  ['opentime', 'low', 'high', 'open', 'close', 'volume'],
  ['opentime', 'volume', 'close', 'high', 'low', 'open'],
];
const KLINE = ORDERS[0];
/** Columns of Binance behind the first six. */
const BINANCE_REST = ['closetime', 'quotevolume', 'count', 'takerbuyvolume', 'takerbuyquotevolume', 'ignore'];
/** Columns of Kraken's API, with the average price before the volume. */
const KRAKEN_API = [...KLINE.slice(0, 5), 'vwap', 'volume', 'count'];
/** Columns of OKX: volumes in contracts or base, in base or quote, and in quote. */
const OKX_REST = ['volumecurrency', 'quotevolume', 'confirm'];

/** Fewer rows may fit an order by chance. */
const FEWEST_ROWS = 3;

/** Returns names for columns that have none, and says so when they are not the usual ones. */
export function namesOf(rows: readonly (readonly Cell[])[], hasClock: boolean): HeaderlessNames {
  if (hasClock) return { names: ['date', 'time', ...orderOf(rows, 1).slice(1)], isUnusual: false };
  const trades = binanceTradeNames(rows);
  if (trades !== null) return { names: trades, isUnusual: false };
  const order = orderOf(rows, 0);
  const width = rows[0]?.length ?? 0;
  if (order !== KLINE) return { names: order, isUnusual: true };
  if (width === KLINE.length + BINANCE_REST.length) return { names: [...order, ...BINANCE_REST], isUnusual: false };
  if (width === KLINE.length + OKX_REST.length) return { names: [...order, ...OKX_REST], isUnusual: false };
  return width === KRAKEN_API.length && rows.length >= FEWEST_ROWS && rows.every(hasAveragePrice)
    ? { names: KRAKEN_API, isUnusual: false }
    : { names: order, isUnusual: false };
}

export interface HeaderlessNames {
  readonly names: readonly string[];
  readonly isUnusual: boolean;
}

/** Returns the only order in which no row has a high below its other prices; Binance's when several or none fit. */
function orderOf(rows: readonly (readonly Cell[])[], shift: number): readonly string[] {
  const fitting = ORDERS.filter((order) => rows.every((row) => isCandle(row.slice(shift), order)));
  return rows.length >= FEWEST_ROWS && fitting.length === 1 ? fitting[0] : KLINE;
}

function isCandle(row: readonly Cell[], order: readonly string[]): boolean {
  const price = (name: string) => toNumber(row[placeOf([name], order)], '.');
  const [open, high, low, close] = ['open', 'high', 'low', 'close'].map(price);
  return high >= Math.max(open, close, low) && low <= Math.min(open, close);
}

function hasAveragePrice(row: readonly Cell[]): boolean {
  const [, , high, low, , average] = row.map((cell) => toNumber(cell, '.'));
  // Without a trade, Kraken says 0.
  return average === 0 || (average <= high && average >= low);
}
