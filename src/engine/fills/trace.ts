import type { LiveOrder } from '../account/live-order.ts';
import type { SessionListener } from '../session-listener.ts';
import type { AppState } from '../store/app.ts';
import { formatPrice } from './order-log.ts';

type OrderEvent = 'SUBMITTED' | 'EXECUTED' | 'CANCELED' | 'REJECTED';

/** Tells, in words, what becomes of every order; costs nothing while nobody listens. */
export class Trace {
  readonly #app: AppState;
  readonly #tell: SessionListener['trace'];

  constructor(app: AppState, tell: SessionListener['trace']) {
    this.#app = app;
    this.#tell = tell;
  }

  order(event: OrderEvent, order: LiveOrder): void {
    if (this.#tell === null) return;
    const price = formatPrice(order.fillPrice ?? order.price);
    this.#tell(
      this.#app.time,
      `${event} order: ${order.symbol}, ${order.type}, ${order.side}, ${order.qty}, $${price}`,
    );
  }

  note(message: string): void {
    if (this.#tell !== null) this.#tell(this.#app.time, message);
  }
}
