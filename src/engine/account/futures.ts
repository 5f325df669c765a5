import { JbtError } from '../../model/errors.ts';
import type { ExchangeSettings } from '../../model/exchange.ts';
import { baseAsset } from '../../model/market.ts';
import type { Conventions } from '../conventions.ts';
import type { Exchange, HeldPosition } from './exchange.ts';
import type { LiveOrder } from './live-order.ts';

/** Entry orders of one base asset that still reserve margin. */
interface Entries {
  readonly buys: LiveOrder[];
  readonly sells: LiveOrder[];
}

/** A debt below this share of the starting balance is a rounding error. */
const ROUNDING = 1e-12;

type Rules = Pick<Conventions, 'marginAtFill' | 'isolatedMargin'>;

/** One futures wallet: every position and order of the session draws on it. */
export class FuturesExchange implements Exchange {
  readonly name: string;
  readonly type = 'futures';
  readonly settings: ExchangeSettings;
  readonly quoteAsset: string;
  readonly assets: Record<string, number>;
  readonly coveredFee: number;
  readonly #entries = new Map<string, Entries>();
  readonly #checksFills: boolean;
  /** True when isolated margins pay the fees, and unrealised PnL is no margin. */
  readonly #standsAlone: boolean;
  #positions: readonly HeldPosition[] = [];

  constructor(settings: ExchangeSettings, symbols: readonly string[], quoteAsset: string, rules: Rules) {
    this.#checksFills = rules.marginAtFill === 'checked';
    this.#standsAlone = settings.leverageMode === 'isolated' && rules.isolatedMargin === 'stands-alone';
    this.coveredFee = settings.leverageMode === 'cross' || this.#standsAlone ? settings.fee : 0;
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
      if (position.isOpen) margin -= this.#standsAlone ? position.totalCost : position.totalCost - position.pnl;
    }
    for (const { buys, sells } of this.#entries.values()) {
      margin -= this.#marginOf(Math.max(sumValues(buys), sumValues(sells)));
    }
    return margin;
  }

  /** The margin that an entry of this value takes. */
  #marginOf(value: number): number {
    const { leverage, fee } = this.settings;
    return this.#standsAlone ? value / leverage + value * fee : value / leverage;
  }

  submit(order: LiveOrder): void {
    if (order.reduceOnly) return;
    const needed = this.#marginOf(order.value);
    const available = this.availableMargin;
    if (needed > available) {
      throw new JbtError(
        'InsufficientMargin',
        `${order.side} ${Math.abs(order.qty)} ${order.symbol} at ${order.price} needs ${needed} ${this.quoteAsset} of margin, ${available} is available`,
      );
    }
    this.#entriesOf(order).push(order);
  }

  refusal(order: LiveOrder, price: number, opening: number): string | null {
    if (!this.#checksFills) return null;
    const extra = this.#marginOf(opening * price) - this.#marginOf(order.value);
    if (extra <= 0) return null;
    const available = this.availableMargin;
    if (extra <= available) return null;
    return `at ${price} it needs ${extra} ${this.quoteAsset} of margin more than it set aside, ${available} is available`;
  }

  fill(order: LiveOrder): void {
    this.#release(order);
    this.assets[this.quoteAsset] -= order.fee;
  }

  cancel(order: LiveOrder): void {
    this.#release(order);
  }

  realize(pnl: number): void {
    const balance = this.walletBalance + pnl;
    this.assets[this.quoteAsset] = balance < 0 && balance > -ROUNDING * this.settings.balance ? 0 : balance;
  }

  positionChange(order: LiveOrder): number {
    return order.filledQty;
  }

  #release(order: LiveOrder): void {
    if (order.reduceOnly) return;
    const entries = this.#entriesOf(order);
    // Most often it is the only one, and a splice would make a list of it.
    if (entries[entries.length - 1] === order) entries.pop();
    else {
      const index = entries.indexOf(order);
      if (index >= 0) entries.splice(index, 1);
    }
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
