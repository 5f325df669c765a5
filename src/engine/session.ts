import type { Metrics } from '../model/metrics.ts';
import type { SessionInput } from './session-input.ts';
import { type Session, setUpSession } from './set-up.ts';
import { equityOf } from './store/equity.ts';
import type { OrderRows } from './store/order-rows.ts';
import type { TradeRows } from './store/trade-rows.ts';

export type { SessionInput } from './session-input.ts';
export type { SessionListener } from './session-listener.ts';

/** The result of a session. */
export interface SessionResult {
  readonly metrics: Metrics;
  /** In closing order. */
  readonly trades: TradeRows;
  /** Every order ever submitted, in order of submission. */
  readonly orders: OrderRows;
  /** In the quote asset: at the start, as each UTC day ended, at the end. */
  readonly equity: readonly number[];
  /** Candles of the base timeframe traded, over all markets. */
  readonly candles: number;
}

/**
 * Plays one job; null when the listener ended it. Throws JbtError for a mistake of the strategy, and everything that
 * the strategy throws itself.
 */
export function playSession(input: SessionInput): SessionResult | null {
  const session = setUpSession(input);
  const { store, schedule } = session;
  const markets = session.candles.symbols.length;
  sampleEquity(session);
  for (let minute = schedule.first; minute < schedule.end; minute++) {
    minute = nextMinute(session, minute);
    playMinute(session, minute);
    if (minute !== schedule.due) continue;
    if (schedule.samplesEquity(minute)) sampleEquity(session);
    const played = (minute + 1 - schedule.first) * markets;
    if (schedule.endsDay(minute) && input.listener.day(played)) return null;
    schedule.setDue(minute + 1);
  }
  endSession(session);
  return {
    metrics: session.metrics(),
    trades: store.closedTrades.rows,
    orders: store.orders.rows,
    equity: store.app.dailyBalance,
    candles: (schedule.end - schedule.first) * markets,
  };
}

/** Moves every market to the next minute with an event: a fill, the close of a route's bar, the end of a day. */
function nextMinute(session: Session, minute: number): number {
  const { store, schedule, matchings, traders } = session;
  if (session.actsEveryMinute || store.orders.hasFinished) return minute;
  let next = schedule.due;
  for (const { bars } of traders) next = Math.min(next, bars.lastMinuteOfBar(minute));
  for (const matching of matchings) next = matching.firstTouch(minute, next);
  if (next > minute) for (const { market } of session.candles.symbols) market.advance(next - 1);
  return next;
}

/** One minute: each market's fills, then each route whose bar closes, then market orders. */
function playMinute(session: Session, minute: number): void {
  const { store, broker, schedule, matchings, readOnly, traders } = session;
  store.app.time = schedule.timeOf(minute + 1);
  // Counted loops: iterators would cost a 1m route more than all else in most minutes.
  for (let i = 0; i < matchings.length; i++) matchings[i].play(minute);
  for (let i = 0; i < readOnly.length; i++) readOnly[i].advance(minute);
  for (let i = 0; i < traders.length; i++) {
    if (traders[i].bars.closesAt(minute)) traders[i].executeBar();
    store.orders.purge(traders[i].orders);
  }
  broker.executeMarketOrders();
}

function endSession(session: Session): void {
  session.broker.endSession();
  for (const trader of session.traders) {
    trader.terminate();
    session.broker.executeMarketOrders();
  }
  sampleEquity(session, 1);
}

function sampleEquity({ store, drawdown, schedule }: Session, samples = schedule.samplesAtOnce): void {
  const equity = equityOf(store);
  for (let i = 0; i < samples; i++) store.app.dailyBalance.push(equity);
  drawdown.sample(equity);
}
