import type { EngineStep } from '../../model/logging.ts';
import type { SubmittedVia } from '../../model/order.ts';
import type { Route } from '../../model/route.ts';
import type { ClosedTrade } from '../../model/trade.ts';
import type { Exchange } from '../account/exchange.ts';
import type { LiveOrder } from '../account/live-order.ts';
import type { Position, PositionChange } from '../account/position.ts';
import type { TraceListener } from '../session-listener.ts';
import type { AppState } from '../store/app.ts';

/** Formats a price for logs. It is cut off, not rounded: two decimals from 1 up, five significant digits below. */
export function formatPrice(price: number | null): string {
  if (price === null) return '';
  const size = Math.abs(price);
  const decimals = size >= 1 || size === 0 ? 2 : 4 - Math.floor(Math.log10(size));
  const text = expand(price);
  const point = text.indexOf('.');
  return text.slice(0, point + 1 + decimals).padEnd(point + 1 + decimals, '0');
}

/** The shortest text of a number, without exponent, with a point. */
function expand(value: number): string {
  const text = String(value);
  const [mantissa, power] = text.split('e');
  if (power === undefined) return text.includes('.') ? text : `${text}.`;
  const sign = value < 0 ? '-' : '';
  const digits = mantissa.replace(/[-.]/g, '');
  const exponent = Number(power);
  if (exponent >= 0) return `${sign}${digits.padEnd(exponent + 1, '0')}.`;
  return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
}

/** An amount of money without floating-point noise. */
function formatAmount(amount: number): string {
  return String(Number(amount.toPrecision(12)));
}

/** One output of an indicator, and what it is called: `ema period=20`. */
export interface NamedColumn {
  readonly name: string;
  readonly column: { readonly now: number };
}

type OrderStep = Extract<EngineStep, `order_${string}`>;

const ORDER_WORDS: Readonly<Record<OrderStep, string>> = {
  order_submission: 'SUBMITTED',
  order_execution: 'EXECUTED',
  order_cancellation: 'CANCELED',
  order_rejection: 'REJECTED',
};

/** Tells the steps of a session in words. A session that nobody hears has none: then `trace?.` skips even the arguments. */
export class Trace {
  readonly #app: AppState;
  readonly #listener: TraceListener;
  /** The balance that was told last; null before the first line. */
  #balance: number | null = null;

  constructor(app: AppState, listener: TraceListener) {
    this.#app = app;
    this.#listener = listener;
  }

  strategy({ symbol, timeframe }: Route, name: string): void {
    if (!this.#hears('strategy_execution')) return;
    this.#tell('strategy_execution', symbol, `EXECUTING strategy: ${name}, ${symbol}, ${timeframe}`);
  }

  order(step: OrderStep, order: LiveOrder, reason = ''): void {
    if (!this.#hears(step)) return;
    const price = formatPrice(order.fillPrice ?? order.price);
    const line = `${ORDER_WORDS[step]} order: ${order.symbol}, ${order.type}, ${order.side}, ${order.qty}, $${price}`;
    this.#tell(step, order.symbol, reason === '' ? line : `${line}; ${reason}`);
  }

  /** Called after the change. `trade` is the one that a close completed. */
  position(change: PositionChange, position: Position, order: LiveOrder, trade: ClosedTrade | null): void {
    const step = `position_${change}` as const;
    if (this.#hears(step)) this.#tell(step, position.symbol, positionWords(change, position, order, trade));
  }

  /** Called after anything that may have changed the wallet. `cause` says what. */
  balance(exchange: Exchange, symbol: string, cause: string): void {
    if (!this.#hears('balance_update')) return;
    const { walletBalance, quoteAsset, settings } = exchange;
    const before = this.#balance ?? settings.balance;
    this.#balance = walletBalance;
    if (walletBalance === before) return;
    const [from, to] = [before, walletBalance].map(formatAmount);
    this.#tell('balance_update', symbol, `BALANCE of ${quoteAsset}: ${from} to ${to}, ${cause}`);
  }

  heldBack(symbol: string, filter: string): void {
    if (!this.#hears('entry_held_back')) return;
    this.#tell('entry_held_back', symbol, `filter ${filter} of ${symbol} holds an entry back`);
  }

  exitAtMarket(symbol: string, price: number, submittedVia: SubmittedVia, reason: string): void {
    if (!this.#hears('exit_at_market')) return;
    this.#tell('exit_at_market', symbol, `${submittedVia} of ${symbol} at ${price}${reason}; it leaves at market`);
  }

  /** True where somebody asks for the values of indicators. */
  get hearsIndicators(): boolean {
    return this.#hears('indicator_values');
  }

  /** The values of indicators at the first bar of a route. */
  indicators(symbol: string, named: readonly NamedColumn[]): void {
    for (const { name, column } of named) this.#tell('indicator_values', symbol, `${name} ${column.now}`);
  }

  liquidated(symbol: string, price: number): void {
    if (!this.#hears('liquidation')) return;
    this.#tell('liquidation', symbol, `${symbol} liquidated at ${price}`);
  }

  #hears(step: EngineStep): boolean {
    return this.#listener.steps.has(step);
  }

  #tell(step: EngineStep, symbol: string, message: string): void {
    this.#listener.tell(this.#app.time, step, symbol, message);
  }
}

function positionWords(
  change: PositionChange,
  { symbol, qty, previousQty, entryPrice }: Position,
  { fillPrice }: LiveOrder,
  trade: ClosedTrade | null,
): string {
  const side = (change === 'closed' ? previousQty : qty) > 0 ? 'long' : 'short';
  const head = `${change.toUpperCase()} ${side} position: ${symbol}`;
  const [entry, exit] = [entryPrice, fillPrice].map(formatPrice);
  switch (change) {
    case 'opened':
      return `${head}, ${qty}, entry $${entry}`;
    case 'increased':
      return `${head}, ${previousQty} to ${qty}, entry $${entry}`;
    case 'reduced':
      return `${head}, ${previousQty} to ${qty}, exit $${exit}`;
    case 'closed':
      return `${head}, ${previousQty}, exit $${exit}, PNL ${formatAmount(trade?.pnl ?? 0)}`;
  }
}
