import { progressOf, type RunProgress, type ThreadProgress } from '../../run/progress.ts';
import type { RunState } from '../../run/state.ts';
import { briefLabel, type Differences } from '../../run/text/labels.ts';
import { formatRate } from '../../run/text/numbers.ts';
import { printable } from '../../run/text/plain.ts';
import { bar, PERCENT_WIDTH, percent, strip } from './bar.ts';
import type { Highlights } from './highlights.ts';
import { formatMetric, metricLook } from './metrics.ts';
import { cutMiddle, cutTo, type Paint } from './paint.ts';
import { countsLine, wholeLine } from './whole-line.ts';

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

/** Lines of a run: a bar for each thread while backtests take long, else how they end and the best so far. */
export function renderBlock(state: RunState, highlights: Highlights, area: Area): string[] {
  const progress = progressOf(state);
  const isSlow = progress.secondsPerJob >= SECONDS_FOR_BARS;
  const lines = isSlow ? threadLines(state, progress, area) : outcomeLines(state, highlights, area);
  return lines.slice(-Math.max(1, area.rows - FREE_LINES));
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
  const figure = `best ${title} ${formatMetric(metric, value)}`;
  const room = columns - figure.length - 2;
  return room < SHORTEST_LABEL ? cutTo(figure, columns) : `${paint('bold', figure)}  ${cutMiddle(label, room)}`;
}

function threadLines(state: RunState, progress: RunProgress, { columns, rows, paint }: Area): string[] {
  const room = Math.max(0, rows - FREE_LINES - 1);
  const shown = progress.threads.length <= room ? progress.threads : progress.threads.slice(0, Math.max(0, room - 1));
  const hidden = progress.threads.length - shown.length;
  const numberWidth = String(progress.threads.length).length;
  const lineOf = (thread: ThreadProgress, index: number) => {
    return threadLine(thread, String(index + 1).padStart(numberWidth), state, columns, paint);
  };
  return [
    ...shown.map(lineOf),
    ...(hidden > 0 ? [paint('dim', cutTo(`and ${hidden} more threads`, columns))] : []),
    wholeLine(state, columns, paint),
  ];
}

const RATE_WIDTH = '99.9M candles/s'.length;
const SHORTEST_LABEL = 8;

function threadLine(
  { job, share, candlesPerSecond }: ThreadProgress,
  number: string,
  state: RunState,
  columns: number,
  paint: Paint,
): string {
  if (job === null) return paint('dim', cutTo(`${number} idle`, columns));
  const rate = columns >= 70 ? `  ${`${formatRate(candlesPerSecond)} candles/s`.padStart(RATE_WIDTH)}` : '';
  const barWidth = Math.min(30, Math.floor(columns / 5));
  const labelWidth = columns - number.length - barWidth - PERCENT_WIDTH - rate.length - 3;
  const text = labelOf(job, state);
  if (labelWidth < SHORTEST_LABEL) return cutTo(`${number} ${text}`, columns);
  const label = cutMiddle(text, labelWidth).padEnd(labelWidth);
  return `${paint('dim', number)} ${label} ${bar(share, barWidth, paint)} ${percent(share)}${paint('dim', rate)}`;
}

const ALIKE: Differences = { strategies: false, symbols: false, timeframes: false, dates: false, parameters: [] };

function labelOf(job: Parameters<typeof briefLabel>[0], { run }: RunState): string {
  return printable(briefLabel(job, run?.differences ?? ALIKE));
}
