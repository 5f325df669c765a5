import { JbtError } from '../../model/errors.ts';
import type { ExchangeSettings } from '../../model/exchange.ts';
import { baseAsset } from '../../model/market.ts';
import type { Exchange, HeldPosition } from './exchange.ts';
import type { LiveOrder } from './live-order.ts';

/** Entry orders of one base asset that still reserve margin. */
interface Entries {
  readonly buys: LiveOrder[];
  readonly sells: LiveOrder[];
}

/** One futures wallet: every position and order of the session draws on it. */
export class FuturesExchange implements Exchange {
  readonly name: string;
  readonly type = 'futures';
  readonly settings: ExchangeSettings;
  readonly quoteAsset: string;
  readonly assets: Record<string, number>;
  readonly #entries = new Map<string, Entries>();
  #positions: readonly HeldPosition[] = [];

  constructor(settings: ExchangeSettings, symbols: readonly string[], quoteAsset: string) {
    this.name = settings.name;
    this.settings = settings;
    this.quoteAsset = quoteAsset;
    this.assets = Object.fromEntries(symbols.map((symbol) => [baseAsset(symbol), 0]));
    this.assets[quoteAsset] = settings.balance;
    for (const symbol of symbols) this.#entries.set(symbol, { buys: [], sells: [] });
  }

  attach(positions: readonly HeldPosition[]): void {
    this.#positions = positions;
  }

  get walletBalance(): number {
    return this.assets[this.quoteAsset];
  }

  get availableMargin(): number {
    let margin = this.walletBalance;
    for (const position of this.#positions) {
      if (position.isOpen) margin -= position.totalCost - position.pnl;
    }
    for (const { buys, sells } of this.#entries.values()) {
      margin -= Math.max(sumValues(buys), sumValues(sells)) / this.settings.leverage;
    }
    return margin;
  }

  submit(order: LiveOrder): void {
    if (order.reduceOnly) return;
    const needed = order.value / this.settings.leverage;
    const available = this.availableMargin;
    if (needed > available) {
      throw new JbtError(
        'InsufficientMargin',
        `${order.side} ${Math.abs(order.qty)} ${order.symbol} at ${order.price} needs ${needed} ${this.quoteAsset} of margin, ${available} is available`,
      );
    }
    this.#entriesOf(order).push(order);
  }

  affords(): boolean {
    return true;
  }

  fill(order: LiveOrder): void {
    this.#release(order);
    this.assets[this.quoteAsset] -= order.fee;
  }

  cancel(order: LiveOrder): void {
    this.#release(order);
  }

  realize(pnl: number): void {
    this.assets[this.quoteAsset] += pnl;
  }

  positionChange(order: LiveOrder): number {
    return order.filledQty;
  }

  #release(order: LiveOrder): void {
    if (order.reduceOnly) return;
    const entries = this.#entriesOf(order);
    const index = entries.indexOf(order);
    if (index >= 0) entries.splice(index, 1);
  }

  #entriesOf(order: LiveOrder): LiveOrder[] {
    const entries = this.#entries.get(order.symbol);
    if (entries === undefined) throw new RangeError(`${order.symbol} is not traded here`);
    return order.side === 'buy' ? entries.buys : entries.sells;
  }
}

function sumValues(orders: readonly LiveOrder[]): number {
  let sum = 0;
  for (const order of orders) sum += order.value;
  return sum;
}
