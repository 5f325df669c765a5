import { SeriesCache } from '../src/engine/series/series-cache.ts';
import { playSession, type SessionInput, type SessionListener, type SessionResult } from '../src/engine/session.ts';
import type { CandleColumns } from '../src/model/candle.ts';
import type { Job } from '../src/model/job.ts';
import { MARKET } from './market.ts';

const SILENT: SessionListener = { day: () => false, log: () => {}, publish: () => {}, trace: null };

export type Strategies = SessionInput['strategies'];

/** Plays a whole session with nothing around it: no thread, no coordinator, no record. */
export function playBare(
  job: Job,
  strategies: Strategies,
  candles: Readonly<Record<string, CandleColumns>>,
  series = new SeriesCache(),
): SessionResult {
  const result = playSession({ job, candles, strategies, series, listener: SILENT });
  if (result === null) throw new Error('the session was stopped');
  return result;
}

/** Plays it over the one market of most benches. */
export function playYear(job: Job, strategies: Strategies, minutes: CandleColumns): SessionResult {
  return playBare(job, strategies, { [MARKET]: minutes });
}
