import type { LiveOrder } from '../account/live-order.ts';
import type { SessionListener } from '../session-listener.ts';
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

type OrderEvent = 'SUBMITTED' | 'EXECUTED' | 'CANCELED' | 'REJECTED';

/** Tells the fate of every order in words. It costs nothing while nobody listens. */
export class Trace {
  readonly #app: AppState;
  readonly #tell: SessionListener['trace'];

  constructor(app: AppState, tell: SessionListener['trace']) {
    this.#app = app;
    this.#tell = tell;
  }

  order(event: OrderEvent, order: LiveOrder, reason = ''): void {
    if (this.#tell === null) return;
    const price = formatPrice(order.fillPrice ?? order.price);
    const line = `${event} order: ${order.symbol}, ${order.type}, ${order.side}, ${order.qty}, $${price}`;
    this.#tell(this.#app.time, reason === '' ? line : `${line}; ${reason}`);
  }

  note(message: string): void {
    if (this.#tell !== null) this.#tell(this.#app.time, message);
  }
}
