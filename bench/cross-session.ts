import type { CandleColumns } from '../src/model/candle.ts';
import type { Timeframe } from '../src/model/timeframe.ts';
import { type Bench, type Figure, limitOf } from './harness/figure.ts';
import { inFolder } from './harness/folder.ts';
import { inTurns, timed } from './harness/turns.ts';
import { jobOver, routeOf } from './jobs.ts';
import { compileCTwin } from './limits/c-twin.ts';
import { type CrossRules, playFusedCross } from './limits/fused-cross.ts';
import { requireSameTrades, tradesOf } from './limits/fused-trades.ts';
import { randomWalk, YEAR_MINUTES } from './market.ts';
import { playYear } from './session.ts';
import { speedOf, tradesNote } from './speed.ts';
import Cross from './strategies/cross.ts';

export const HOURLY: CrossRules = { bar: 60, fast: 12, slow: 26, stop: 0.03, target: 0.05 };
export const MINUTELY: CrossRules = { bar: 1, fast: 12, slow: 26, stop: 0.002, target: 0.003 };
const ROUNDS = 25;

/** A year of hourly bars with few trades. */
export const measureHours: Bench = () => measure('1h', HOURLY);

/** A year of bars of one minute with many trades. */
export const measureMinutes: Bench = () => measure('1m', MINUTELY);

/** Creates a function that plays the year; its result has the trades of the fused loop. */
export function crossPlay(minutes: CandleColumns, timeframe: Timeframe, { fast, slow, stop, target }: CrossRules) {
  const job = jobOver(minutes, [routeOf('cross', timeframe)], { fast, slow, stop, target });
  return () => playYear(job, { cross: Cross }, minutes);
}

async function measure(timeframe: Timeframe, rules: CrossRules): Promise<readonly Figure[]> {
  const minutes = randomWalk(YEAR_MINUTES);
  const play = crossPlay(minutes, timeframe, rules);
  const fused = playFusedCross(minutes, rules);
  requireSameTrades('session and fused loop', tradesOf(play()), fused);
  return inFolder(async (folder) => {
    const twin = compileCTwin(folder, minutes, rules);
    const measures = [timed(play), timed(() => playFusedCross(minutes, rules))];
    const [session, loop, c] = await inTurns(ROUNDS, twin === null ? measures : [...measures, () => twin.measure()]);
    if (twin !== null) requireSameTrades('C and fused loop', twin.trades(), fused);
    const note = `${tradesNote(fused)}, ${speedOf(YEAR_MINUTES, session)}`;
    return [
      { name: 'session', unit: 'ms', cost: session, limit: limitOf('fused JavaScript', loop), note },
      {
        name: 'session against C',
        ...{ unit: 'ms', cost: session },
        limit: twin === null ? null : limitOf('C, cc -O3', c),
        note: twin === null ? 'no C compiler was found' : '',
      },
    ];
  });
}
