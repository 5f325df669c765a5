import { JbtError } from '../../model/errors.ts';
import type { ExchangeSettings } from '../../model/exchange.ts';
import { baseAsset } from '../../model/market.ts';
import type { Conventions } from '../conventions.ts';
import { ORDER_TYPES, type OrderTypeRules } from '../order-types.ts';
import { addDecimal, subtractDecimal } from './decimal.ts';
import type { Exchange } from './exchange.ts';
import type { LiveOrder } from './live-order.ts';

/** A difference below this share of the holding is a rounding error. */
const ROUNDING = 1e-10;

/** Base asset promised to resting sells of one symbol; stops and targets may each promise all of it. */
type Promised = Record<OrderTypeRules['spotPool'], number>;

/** Balances of a spot account: buys reserve the quote asset at once, sells must be covered by the base asset. */
export class SpotExchange implements Exchange {
  readonly name: string;
  readonly type = 'spot';
  readonly settings: ExchangeSettings;
  readonly quoteAsset: string;
  readonly assets: Record<string, number>;
  readonly coveredFee = 0;
  readonly #marketExit: Conventions['spotMarketExit'];
  readonly #promised = new Map<string, Promised>();

  constructor(
    settings: ExchangeSettings,
    symbols: readonly string[],
    quoteAsset: string,
    marketExit: Conventions['spotMarketExit'],
  ) {
    this.#marketExit = marketExit;
    this.name = settings.name;
    this.settings = settings;
    this.quoteAsset = quoteAsset;
    this.assets = Object.fromEntries(symbols.map((symbol) => [baseAsset(symbol), 0]));
    this.assets[quoteAsset] = settings.balance;
    for (const symbol of symbols) this.#promised.set(symbol, { stops: 0, targets: 0 });
  }

  attach(): void {
    // Spot needs no positions: its balances are its margin.
  }

  get walletBalance(): number {
    return this.assets[this.quoteAsset];
  }

  get availableMargin(): number {
    return this.walletBalance;
  }

  submit(order: LiveOrder): void {
    if (order.side === 'buy') this.#reserve(order);
    else this.#promise(order);
  }

  refusal(order: LiveOrder, price: number): string | null {
    if (order.side === 'sell') return null;
    const { walletBalance } = this;
    const extra = order.qty * price - order.value;
    return walletBalance - extra >= 0
      ? null
      : `at ${price} it costs ${extra} more than it set aside, ${walletBalance} is free`;
  }

  fill(order: LiveOrder): void {
    const price = order.fillPrice ?? order.price;
    if (order.side === 'buy') {
      this.#addQuote(subtractDecimal(order.value, order.qty * price));
      this.#addBase(order, this.positionChange(order));
      return;
    }
    const sold = Math.min(Math.abs(order.filledQty), this.assets[baseAsset(order.symbol)]);
    this.#addQuote(sold * price * (1 - this.settings.fee));
    this.#addBase(order, -sold);
    this.#releasePromise(order);
  }

  cancel(order: LiveOrder): void {
    if (order.side === 'buy') this.#addQuote(order.value);
    else this.#releasePromise(order);
  }

  realize(): void {
    // The sale has paid in the quote asset already.
  }

  positionChange(order: LiveOrder): number {
    return order.side === 'buy' ? order.filledQty * (1 - this.settings.fee) : order.filledQty;
  }

  #reserve(order: LiveOrder): void {
    const left = subtractDecimal(this.walletBalance, order.value);
    if (left < 0) {
      throw new JbtError(
        'InsufficientBalance',
        `buy ${order.qty} ${order.symbol} at ${order.price} needs ${order.value} ${this.quoteAsset}, ${this.walletBalance} is free`,
      );
    }
    this.assets[this.quoteAsset] = left;
  }

  #promise(order: LiveOrder): void {
    const promised = this.#promisedOf(order);
    const held = this.assets[baseAsset(order.symbol)];
    const qty = Math.abs(order.qty);
    const { rests, spotPool } = ORDER_TYPES[order.type];
    const goesFirst = !rests && order.reduceOnly && this.#marketExit === 'goes-first';
    const wanted = goesFirst ? qty : addDecimal(qty, promised[spotPool]);
    if (wanted - held > held * ROUNDING) {
      throw new JbtError(
        'InsufficientBalance',
        `sell ${qty} ${order.symbol} at ${order.price} as ${order.type} makes ${wanted} to sell, ${held} ${baseAsset(order.symbol)} is held`,
      );
    }
    if (rests) promised[spotPool] = wanted;
  }

  #releasePromise(order: LiveOrder): void {
    const { rests, spotPool } = ORDER_TYPES[order.type];
    if (!rests) return;
    const promised = this.#promisedOf(order);
    promised[spotPool] = subtractDecimal(promised[spotPool], Math.abs(order.qty));
  }

  #promisedOf(order: LiveOrder): Promised {
    const promised = this.#promised.get(order.symbol);
    if (promised === undefined) throw new RangeError(`${order.symbol} is not traded here`);
    return promised;
  }

  #addQuote(amount: number): void {
    this.assets[this.quoteAsset] = addDecimal(this.walletBalance, amount);
  }

  #addBase(order: LiveOrder, amount: number): void {
    const asset = baseAsset(order.symbol);
    this.assets[asset] = addDecimal(this.assets[asset], amount);
  }
}
