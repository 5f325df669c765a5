import { JbtError } from '../../model/errors.ts';
import type { SubmittedVia } from '../../model/order.ts';
import type { Position } from '../account/position.ts';
import type { Conventions } from '../conventions.ts';
import type { Broker } from '../fills/broker.ts';
import type { Trace } from '../fills/trace.ts';
import { ORDER_TYPES } from '../order-types.ts';
import { type OrderLine, orderTypeAt } from './order-lines.ts';

export interface ExitParts {
  readonly broker: Broker;
  readonly conventions: Conventions;
  readonly position: Position;
  readonly trace: Trace | null;
}

/** Sends the stops and targets of one position. */
export class ExitOrders {
  readonly #broker: Broker;
  readonly #conventions: Conventions;
  readonly #position: Position;
  readonly #trace: Trace | null;

  constructor({ broker, conventions, position, trace }: ExitParts) {
    this.#broker = broker;
    this.#conventions = conventions;
    this.#position = position;
    this.#trace = trace;
  }

  submit(line: OrderLine, submittedVia: SubmittedVia): void {
    const [qty, price] = line;
    const { isClose, symbol, currentPrice } = this.#position;
    if (isClose) {
      throw new JbtError('OrderNotAllowed', `${submittedVia} of ${symbol}: there is no position to reduce`);
    }
    const side = this.#position.qty > 0 ? 'sell' : 'buy';
    const type = orderTypeAt(side, price, currentPrice);
    const { rests } = ORDER_TYPES[type];
    const { passedExit, nearExitFills } = this.#conventions;
    if (rests && passedExit === 'at-market' && this.#isPassed(price, submittedVia)) {
      this.#trace?.exitAtMarket(symbol, price, submittedVia, ': the market has passed it');
      this.leaveAtMarket(qty, true, submittedVia);
      return;
    }
    const fillsAt = !rests && nearExitFills === 'at-market' ? currentPrice : price;
    this.#broker.submit(symbol, { side, type, qty, price: fillsAt, reduceOnly: true, submittedVia });
  }

  /** True when the market stands below a long's stop or above its target; for a short, the other way round. */
  #isPassed(price: number, submittedVia: SubmittedVia): boolean {
    const isLong = this.#position.qty > 0;
    const passesBelow = isLong === (submittedVia === 'stop-loss');
    return passesBelow ? this.#position.currentPrice < price : this.#position.currentPrice > price;
  }

  /** Sends an exit that came with the entry. On the wrong side of the entry price it leaves at market. */
  submitPlanned(line: OrderLine, submittedVia: SubmittedVia): void {
    const { entryPrice, qty, symbol } = this.#position;
    const above = submittedVia === 'take-profit' ? qty > 0 : qty < 0;
    const price = line[1];
    if (above ? price > entryPrice : price < entryPrice) {
      this.submit(line, submittedVia);
      return;
    }
    this.#trace?.exitAtMarket(symbol, price, submittedVia, ' is on the wrong side of the entry');
    this.leaveAtMarket(line[0], this.#conventions.wrongSideExit === 'reduce-only', submittedVia);
  }

  leaveAtMarket(qty: number, reduceOnly: boolean, submittedVia: SubmittedVia | null): void {
    const { symbol, currentPrice } = this.#position;
    const side = this.#position.qty > 0 ? 'sell' : 'buy';
    this.#broker.submit(symbol, { side, type: 'MARKET', qty, price: currentPrice, reduceOnly, submittedVia });
  }
}
