import { JbtError } from '../../model/errors.ts';
import type { OrderType, Side } from '../../model/order.ts';

/** One order a strategy asks for. */
export type OrderLine = readonly [qty: number, price: number];

/** The value of `buy`, `sell`, `stopLoss` and `takeProfit`: one line, a list of lines, `[]` or null. */
export type OrderLines = OrderLine | readonly OrderLine[] | null;

const NEAR = 0.00015;

/** True when an order lies within 0.015 % of the price, and so counts as one at market. */
export function isPriceNear(orderPrice: number, price: number): boolean {
  return Math.abs(1 - orderPrice / price) <= NEAR;
}

/** The type of an order at a price: it leaves at market when near it, and waits as a stop or a limit otherwise. */
export function orderTypeAt(side: Side, price: number, market: number): OrderType {
  if (isPriceNear(price, market)) return 'MARKET';
  const isWorse = side === 'buy' ? price > market : price < market;
  return isWorse ? 'STOP' : 'LIMIT';
}

/** Copies the lines into a list, whatever their form. Throws InvalidShape or InvalidStrategy that names `property`. */
export function readOrderLines(given: OrderLines | undefined, property: string): readonly OrderLine[] {
  if (given === null || given === undefined) return [];
  if (!Array.isArray(given)) throw invalidShape(property, given);
  if (given.length === 0) return [];
  if (!Array.isArray(given[0])) return [readLine(given, property)];
  return given.map((line) => readLine(line, property));
}

function readLine(line: unknown, property: string): OrderLine {
  if (!Array.isArray(line) || line.length !== 2) throw invalidShape(property, line);
  const [qty, price] = line;
  if (typeof qty !== 'number' || typeof price !== 'number') throw invalidShape(property, line);
  if (!Number.isFinite(qty))
    throw new JbtError('InvalidStrategy', `${property} has the quantity ${qty}; it must be a number`);
  if (!(price > 0 && Number.isFinite(price))) {
    throw new JbtError('InvalidStrategy', `${property} has the price ${price}; prices must be above 0`);
  }
  return [qty, price];
}

function invalidShape(property: string, found: unknown): JbtError {
  return new JbtError(
    'InvalidShape',
    `${property} must be [qty, price] or a list of such pairs, not ${JSON.stringify(found)}`,
  );
}

/** True when the given lines equal the sent ones. Runs on every bar of a position, so it allocates nothing. */
export function saysSame(given: OrderLines, sent: readonly OrderLine[]): boolean {
  if (given === null) return sent.length === 0;
  if (!Array.isArray(given)) return false;
  if (given.length === 2 && typeof given[0] === 'number') {
    return sent.length === 1 && given[0] === sent[0][0] && given[1] === sent[0][1];
  }
  if (given.length !== sent.length) return false;
  for (let i = 0; i < sent.length; i++) {
    const line: unknown = given[i];
    if (!Array.isArray(line) || line.length !== 2 || line[0] !== sent[i][0] || line[1] !== sent[i][1]) return false;
  }
  return true;
}

/** Σ|qty·price| / Σ|qty|. */
export function averagePrice(lines: readonly OrderLine[]): number {
  let value = 0;
  let total = 0;
  for (const [qty, price] of lines) {
    value += Math.abs(qty * price);
    total += Math.abs(qty);
  }
  return value / total;
}
