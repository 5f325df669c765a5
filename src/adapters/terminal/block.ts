import { livingThreads, progressOf, type RunProgress, type ThreadProgress } from '../../run/progress.ts';
import type { RunState } from '../../run/state.ts';
import { briefLabel, type Differences } from '../../run/text/labels.ts';
import { formatMetric, metricLook } from '../../run/text/metrics.ts';
import { formatRate } from '../../run/text/numbers.ts';
import { printable } from '../../run/text/plain.ts';
import { bar, PERCENT_WIDTH, percent, strip } from './bar.ts';
import type { Highlights } from './highlights.ts';
import { cutMiddle, cutTo, type Paint } from './paint.ts';
import { countsLine, wholeLine } from './whole-line.ts';
import { workerLines } from './worker-lines.ts';

/** A terminal as a block sees it. */
export interface Area {
  readonly columns: number;
  readonly rows: number;
  readonly paint: Paint;
}

/** Terminal lines outside the block: the cursor's and one above. */
const FREE_LINES = 2;
/** Bars of shorter backtests would be gone before anyone has read them. */
const SECONDS_FOR_BARS = 1;

/**
 * Lines of a run: a bar for each thread while backtests take long, else how they end and the best so far. Of several
 * machines, a line for each worker above; the threads are then shown where there is room for all.
 */
export function renderBlock(state: RunState, highlights: Highlights, area: Area): string[] {
  const { columns, rows, paint } = area;
  const progress = progressOf(state);
  const isSlow = progress.secondsPerJob >= SECONDS_FOR_BARS;
  const end = isSlow ? [wholeLine(state, columns, paint)] : outcomeLines(state, highlights, area);
  const room = Math.max(0, rows - FREE_LINES - end.length);
  const workers = workerLines(progress.workers, room, columns, paint);
  const left = room - workers.length;
  const isCrowded = workers.length > 0 && livingThreads(progress).length > left;
  const threads = isSlow && !isCrowded ? threadLines(state, progress, left, area) : [];
  return [...workers, ...threads, ...end].slice(-Math.max(1, rows - FREE_LINES));
}

const LONGEST_STRIP = 100;

function outcomeLines(state: RunState, highlights: Highlights, { columns, paint }: Area): string[] {
  const { best, metric } = highlights;
  const width = Math.min(columns, LONGEST_STRIP);
  return [
    ...(best === null ? [] : [bestLine(best.value, labelOf(best.job, state), metric, columns, paint)]),
    strip(highlights.strip(width), width, paint),
    countsLine(state, columns, paint),
  ];
}

function bestLine(value: number, label: string, metric: string, columns: number, paint: Paint): string {
  const { title } = metricLook(metric);
  const figure = `best so far: ${title} ${formatMetric(metric, value)}`;
  const room = columns - figure.length - 2;
  return room < SHORTEST_LABEL ? cutTo(figure, columns) : `${paint('bold', figure)}  ${cutMiddle(label, room)}`;
}

function threadLines(
  state: RunState,
  progress: RunProgress,
  room: number,
  { columns, paint }: Pick<Area, 'columns' | 'paint'>,
): string[] {
  const living = livingThreads(progress);
  const shown = living.length <= room ? living : living.slice(0, Math.max(0, room - 1));
  const hidden = living.length - shown.length;
  const threads = shown.map((index) => progress.threads[index]);
  const labels = threads.map(({ job }) => (job === null ? '' : labelOf(job, state)));
  const layout = layoutOf(labels, String(progress.threads.length).length, columns);
  return [
    ...threads.map((thread, index) => threadLine(thread, shown[index] + 1, labels[index], layout, paint)),
    ...(hidden > 0 ? [paint('dim', cutTo(`and ${hidden} more threads`, columns))] : []),
  ];
}

/** Widths of the parts of each thread's line; 0 where there is no room for a part. */
interface LineLayout {
  readonly columns: number;
  readonly number: number;
  readonly label: number;
  readonly bar: number;
  readonly rate: number;
}

const RATE_WIDTH = '99.9M candles/s'.length;
const COLUMNS_FOR_RATE = 70;
const SHORTEST_LABEL = 8;
const LONGEST_BAR = 40;

/** The label takes what it needs, the bar at least a fifth of the line. */
function layoutOf(labels: readonly string[], number: number, columns: number): LineLayout {
  const rate = columns < COLUMNS_FOR_RATE ? 0 : RATE_WIDTH + 2;
  const room = columns - number - PERCENT_WIDTH - rate - 3;
  const labelRoom = room - Math.floor(columns / 5);
  const label = Math.min(labelRoom, Math.max(0, ...labels.map(({ length }) => length)));
  return { columns, number, label, bar: labelRoom < SHORTEST_LABEL ? 0 : Math.min(LONGEST_BAR, room - label), rate };
}

function threadLine(
  { job, share, candlesPerSecond }: ThreadProgress,
  place: number,
  text: string,
  { columns, number, label, bar: barWidth, rate }: LineLayout,
  paint: Paint,
): string {
  const head = String(place).padStart(number);
  if (job === null) return paint('dim', cutTo(`${head} idle`, columns));
  if (barWidth === 0) return cutTo(`${head} ${text}`, columns);
  const shown = cutMiddle(text, label).padEnd(label);
  const speed = rate === 0 ? '' : `${formatRate(candlesPerSecond)} candles/s`.padStart(rate);
  return `${paint('dim', head)} ${shown} ${bar(share, barWidth, paint)} ${percent(share)}${paint('dim', speed)}`;
}

const ALIKE: Differences = { strategies: false, symbols: false, timeframes: false, dates: false, parameters: [] };

function labelOf(job: Parameters<typeof briefLabel>[0], { run }: RunState): string {
  return printable(briefLabel(job, run?.differences ?? ALIKE));
}
