import {
  allocateColumns,
  type CandleColumns,
  COLUMN_NAMES,
  type StoredCandles,
  shortestStep,
} from '../../model/candle.ts';
import type { Job } from '../../model/job.ts';
import { type Market, type MarketKey, marketKey } from '../../model/market.ts';
import { MINUTE, type TimeRange } from '../../model/time.ts';
import type { CandleSource } from '../ports.ts';

/** Candles of one market that the jobs of a run read, warm-up included. */
export interface CandleNeed {
  readonly market: Market;
  /** Sorted by time, with gaps between them. */
  readonly ranges: readonly TimeRange[];
}

/** The minutes that a job plays, and where. */
type JobRange = Pick<Job, 'exchange' | 'routes' | 'dataRoutes' | 'from' | 'to' | 'warmupMinutes'>;

/** The minutes that jobs read. */
export function candleNeeds(jobs: readonly JobRange[]): Readonly<Record<MarketKey, CandleNeed>> {
  const needs = new Map<MarketKey, CandleNeed>();
  for (const job of jobs) {
    const range = { from: job.from - job.warmupMinutes * MINUTE, to: job.to };
    for (const { symbol } of [...job.routes, ...job.dataRoutes]) {
      const market = { exchange: job.exchange.name, symbol };
      const key = marketKey(market);
      needs.set(key, { market, ranges: withRange(needs.get(key)?.ranges ?? [], range) });
    }
  }
  return Object.fromEntries(needs);
}

function withRange(ranges: readonly TimeRange[], added: TimeRange): readonly TimeRange[] {
  const apart = ranges.filter(({ from, to }) => to < added.from || from > added.to);
  if (apart.length === ranges.length) return [...ranges, added].sort((a, b) => a.from - b.from);
  const touching = ranges.filter((range) => !apart.includes(range));
  const from = Math.min(added.from, ...touching.map((range) => range.from));
  const to = Math.max(added.to, ...touching.map((range) => range.to));
  return [...apart, { from, to }].sort((a, b) => a.from - b.from);
}

/** Loads each market once. Throws JbtError `CandlesNotFound` or `CandleGap`. */
export function loadNeeds(
  needs: Readonly<Record<MarketKey, CandleNeed>>,
  source: CandleSource,
): Readonly<Record<MarketKey, StoredCandles>> {
  return Object.fromEntries(Object.entries(needs).map(([key, need]) => [key, loadNeed(need, source)]));
}

function loadNeed({ market, ranges }: CandleNeed, source: CandleSource): StoredCandles {
  const parts = ranges.map((range) => source.load(market, range));
  return parts.length === 1 ? parts[0] : joined(parts, ranges);
}

/** Joins ranges in one SharedArrayBuffer per column. Candles between them stay zero: no job reads them. */
function joined(parts: readonly StoredCandles[], ranges: readonly TimeRange[]): StoredCandles {
  const start = ranges[0].from;
  const step = shortestStep(parts[0]);
  const length = (ranges[ranges.length - 1].to - start) / step;
  const whole = allocateColumns(start, step, length, (n) => new Float64Array(new SharedArrayBuffer(n * 8)));
  for (const part of parts) {
    for (const name of COLUMN_NAMES) whole[name].set(part[name].subarray(0, part.length), (part.start - start) / step);
  }
  return parts.every(({ filled }) => filled === undefined) ? whole : { ...whole, filled: joinedFilled(parts, whole) };
}

function joinedFilled(parts: readonly StoredCandles[], { start, step, length }: CandleColumns): Uint8Array {
  const whole = new Uint8Array(new SharedArrayBuffer(length));
  for (const { filled, ...part } of parts) {
    if (filled !== undefined) whole.set(filled.subarray(0, part.length), (part.start - start) / Number(step));
  }
  return whole;
}
