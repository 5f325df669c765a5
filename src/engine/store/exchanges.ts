import type { Exchange } from '../account/exchange.ts';

/** The exchanges of a session; all routes of a backtest trade on one. */
export class ExchangesState {
  readonly tradingExchange: Exchange;

  constructor(exchange: Exchange) {
    this.tradingExchange = exchange;
  }

  getExchange(name: string): Exchange {
    if (name === this.tradingExchange.name) return this.tradingExchange;
    throw new RangeError(`no exchange ${name}; this backtest trades on ${this.tradingExchange.name}`);
  }
}
