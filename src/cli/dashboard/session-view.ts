import type { ChartBars, ChartMarket, PlottedLine, SessionView } from '../../dashboard/session.ts';
import { logLinesOf } from '../../dashboard/wire.ts';
import { aggregate } from '../../engine/market/bars.ts';
import { equityPoints } from '../../metrics/index.ts';
import { openTime, type StoredCandles, sliceStored } from '../../model/candle.ts';
import type { Job } from '../../model/job.ts';
import { marketKey } from '../../model/market.ts';
import type { Route } from '../../model/route.ts';
import { MINUTE, SECOND } from '../../model/time.ts';
import { minutesOf, TIMEFRAMES, type Timeframe } from '../../model/timeframe.ts';
import type { Fact } from '../../run/events.ts';
import type { SharedInputs } from '../../run/ports.ts';
import type { JobReport } from '../../run/report.ts';
import type { PlayedAgain } from './play-again.ts';

/** Candles that a chart draws without waiting. */
const MOST_BARS = 60_000;
/** Lines of the log that a page gets. */
const MOST_LINES = 20_000;

/** Candles of the markets of a run, by market. */
type LoadedCandles = SharedInputs['candles'];

/** Everything that a page shows of a backtest that was played again. */
export function sessionViewOf(row: JobReport, job: Job, found: PlayedAgain): SessionView {
  const notes: string[] = [];
  const markets = job.routes.map((route) => marketOf(job, route, found.candles, MOST_BARS));
  notes.push(...job.routes.flatMap((route, index) => coarseNote(route, markets[index])));
  const { ending, evidence, facts, droppedFacts, changed } = found;
  const points = equityPoints(evidence?.equity ?? [], job.from, job.to);
  const { outcome } = ending;
  if (changed !== null) notes.push(`Played again, this backtest came to another result: ${changed}.`);
  if (droppedFacts > 0 || facts.length > MOST_LINES)
    notes.push(`The log is cut: the strategy told ${facts.length + droppedFacts} lines.`);
  return {
    row: outcome.status === 'failed' ? { ...row, error: outcome.failure } : row,
    exchange: job.exchange.name,
    markets,
    trades: evidence?.trades ?? [],
    equity: { time: points.map(({ time }) => time), value: points.map(({ equity }) => equity) },
    lines: linesOf(facts, markets[0]?.bars.time ?? []),
    logs: logLinesOf(job.id, facts).slice(0, MOST_LINES),
    notes,
  };
}

type Drawn = Pick<Route, 'symbol' | 'timeframe'>;

/** Candles of a route of a job, in its timeframe or in the next longer one of which there are few enough. */
export function marketOf(
  job: Job,
  { symbol, timeframe }: Drawn,
  candles: LoadedCandles,
  mostBars: number,
): ChartMarket {
  const drawn = drawnTimeframe(timeframe, job, mostBars);
  const stored = candles[marketKey({ exchange: job.exchange.name, symbol })];
  return { symbol, timeframe: drawn, bars: barsOf(stored, drawn, job) };
}

/** The timeframe in which a route is drawn. */
export function drawnTimeframe(
  timeframe: Timeframe,
  { from, to }: Pick<Job, 'from' | 'to'>,
  mostBars: number,
): Timeframe {
  const isFew = (candidate: Timeframe): boolean => (to - from) / MINUTE / minutesOf(candidate) <= mostBars;
  const longer = TIMEFRAMES.filter((candidate) => minutesOf(candidate) % minutesOf(timeframe) === 0);
  return longer.find(isFew) ?? timeframe;
}

function coarseNote({ symbol, timeframe }: Drawn, drawn: ChartMarket): string[] {
  if (drawn.timeframe === timeframe) return [];
  return [`The chart of ${symbol} shows ${drawn.timeframe} candles: ${timeframe} would be too many to draw.`];
}

function barsOf(stored: StoredCandles, timeframe: Timeframe, { from, to }: Job): ChartBars {
  const step = stored.step === 'month' ? MINUTE * minutesOf('1M') : stored.step;
  const played = sliceStored(stored, (from - stored.start) / step, (to - stored.start) / step);
  const { columns } = aggregate(played, timeframe, 'calendar', undefined, played.filled);
  const { length } = columns;
  const numbers = (column: Float64Array): readonly number[] => [...column.subarray(0, length)];
  return {
    time: Array.from({ length }, (_, index) => openTime(columns, index) / SECOND),
    open: numbers(columns.open),
    high: numbers(columns.high),
    low: numbers(columns.low),
    close: numbers(columns.close),
  };
}

/** Points of plotted lines at the open of their bar; the last one in a bar counts. */
function linesOf(facts: readonly Fact[], times: readonly number[]): readonly PlottedLine[] {
  const lines = new Map<string, { readonly time: number[]; readonly value: number[] }>();
  let bar = 0;
  for (const fact of facts) {
    if (fact.kind !== 'plotted' || !Number.isFinite(fact.value)) continue;
    // A point made at the close of a bar is told at the open of the next one.
    while (bar + 1 < times.length && times[bar + 1] * SECOND < fact.time) bar++;
    const line = lines.get(fact.name) ?? { time: [], value: [] };
    const isSame = line.time.at(-1) === times[bar];
    if (isSame) line.value[line.value.length - 1] = fact.value;
    else {
      line.time.push(times[bar]);
      line.value.push(fact.value);
    }
    lines.set(fact.name, line);
  }
  return [...lines].map(([name, line]) => ({ name, ...line }));
}
