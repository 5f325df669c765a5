import type { CandleColumns } from '../src/model/candle.ts';
import { type Bench, limitOf } from './harness/figure.ts';
import { inTurns, timed } from './harness/turns.ts';
import { jobOver, routeOf } from './jobs.ts';
import { playFusedScalper } from './limits/fused-scalper.ts';
import { requireSameTrades, tradesOf } from './limits/fused-trades.ts';
import { randomWalk, YEAR_MINUTES } from './market.ts';
import { playYear } from './session.ts';
import { speedOf, tradesNote } from './speed.ts';
import Scalper from './strategies/scalper.ts';

const ROUNDS = 9;

/** Creates a function that plays the scalper over all minutes. */
export function scalperPlay(minutes: CandleColumns) {
  const job = jobOver(minutes, [routeOf('scalper', '1m')]);
  return () => playYear(job, { scalper: Scalper }, minutes);
}

/** A year of minutes with an order in every fourth. */
export const measure: Bench = async () => {
  const minutes = randomWalk(YEAR_MINUTES);
  const play = scalperPlay(minutes);
  const result = play();
  const fused = playFusedScalper(minutes);
  requireSameTrades('scalper and fused loop', tradesOf(result), fused);
  const [cost, loop] = await inTurns(ROUNDS, [timed(play), timed(() => playFusedScalper(minutes))]);
  const orders = (result.orders.length / YEAR_MINUTES).toFixed(2);
  const note = `${tradesNote(fused)}, ${orders} orders a bar, ${speedOf(YEAR_MINUTES, cost)}`;
  return [{ name: 'session', unit: 'ms', cost, limit: limitOf('fused JavaScript', loop), note }];
};
