import { type Cell, fold, placeOf, timestampPlace } from './names.ts';
import { toNumber } from './numbers.ts';

const PRICES = ['price', 'tradeprice', 'px', 'p'];
/** Amounts in the base asset first: contracts may have another size. */
const AMOUNTS = [
  ...['homenotional', 'baseqty', 'basevolume', 'qty', 'quantity', 'amount', 'size', 'tradesize', 'volume', 'vol', 'q'],
];

/** Columns of a trade. */
export interface TradePlaces {
  readonly price: number;
  readonly amount: number;
}

/** Finds the columns of trades among folded names; null for any other table. */
export function tradePlaces(names: readonly string[]): TradePlaces | null {
  const [price, amount] = [placeOf(PRICES, names), placeOf(AMOUNTS, names)];
  return price < 0 || amount < 0 || placeOf(['open', 'o', 'openprice'], names) >= 0 ? null : { price, amount };
}

/** True for cells that name the columns of trades. */
export function isTradeHeader(cells: readonly Cell[]): boolean {
  const names = cells.map((cell) => fold(String(cell)));
  return tradePlaces(names) !== null && timestampPlace(names) >= 0;
}

/** Quantities are rounded. */
const TOLERANCE = 0.01;

/** Names the columns of Binance's trades without a header, which end with true or false; null for any other table. */
export function binanceTradeNames(rows: readonly (readonly Cell[])[]): readonly string[] | null {
  const [first] = rows;
  const flag = first?.findIndex(isFlag) ?? -1;
  const isTrade = (row: readonly Cell[]) => row.findIndex(isFlag) === flag && row.slice(0, flag).every(isNumber);
  if (flag < 5 || flag > 6 || !rows.every(isTrade)) return null;
  const rest = first.slice(flag).map((_, index) => `flag${'ab'[index] ?? 'c'}`);
  if (flag === 6) return ['id', 'price', 'qty', 'first', 'final', 'time', ...rest];
  return ['id', 'price', 'qty', rows.every(isQuote) ? 'quoteqty' : 'baseqty', 'time', ...rest];
}

function isFlag(cell: Cell): boolean {
  return /^\s*(?:true|false)\s*$/i.test(String(cell));
}

function isNumber(cell: Cell): boolean {
  return !Number.isNaN(toNumber(cell, '.'));
}

/** True when the fourth cell is price times quantity; of coin-margined contracts it is the base asset. */
function isQuote([, price, quantity, quote]: readonly Cell[]): boolean {
  const worth = toNumber(price, '.') * toNumber(quantity, '.');
  return Math.abs(toNumber(quote, '.') - worth) <= worth * TOLERANCE;
}
