import { HOURLY } from './cross-session.ts';
import { type Bench, limitOf } from './harness/figure.ts';
import { inTurns, timed } from './harness/turns.ts';
import { EXCHANGE, jobOver, routeOf } from './jobs.ts';
import { playFusedCross } from './limits/fused-cross.ts';
import { requireSameTrades, tradesOf } from './limits/fused-trades.ts';
import { randomWalk, YEAR_MINUTES } from './market.ts';
import { playBare } from './session.ts';
import { speedOf, tradesNote } from './speed.ts';
import Cross from './strategies/cross.ts';

const SYMBOLS = ['BTC-USDT', 'ETH-USDT', 'SOL-USDT', 'ADA-USDT'];
const ROUNDS = 15;

/** Routes in several markets, which share one wallet, against as many fused loops. */
export function portfolioOf(length: number) {
  const markets = SYMBOLS.map((symbol, index) => ({ symbol, minutes: randomWalk(length, 42 + index) }));
  const routes = SYMBOLS.map((symbol) => routeOf('cross', '1h', symbol));
  const job = jobOver(markets[0].minutes, routes);
  const candles = Object.fromEntries(markets.map(({ symbol, minutes }) => [`${EXCHANGE.name}:${symbol}`, minutes]));
  return {
    play: () => playBare(job, { cross: Cross }, candles),
    playFused: () => markets.map(({ symbol, minutes }) => ({ symbol, trades: playFusedCross(minutes, HOURLY) })),
  };
}

/** A year of four routes in one session. */
export const measure: Bench = async () => {
  const { play, playFused } = portfolioOf(YEAR_MINUTES);
  const result = play();
  const fused = playFused();
  for (const { symbol, trades } of fused) requireSameTrades(symbol, tradesOf(result, symbol), trades);
  const [cost, loops] = await inTurns(ROUNDS, [timed(play), timed(playFused)]);
  const all = fused.flatMap(({ trades }) => trades);
  const note = `${SYMBOLS.length} routes, ${tradesNote(all)}, ${speedOf(SYMBOLS.length * YEAR_MINUTES, cost)}`;
  return [{ name: 'session', unit: 'ms', cost, limit: limitOf('fused JavaScript', loops), note }];
};
