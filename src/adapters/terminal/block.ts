import { progressOf, type RunProgress, type ThreadProgress } from '../../run/progress.ts';
import type { RunState } from '../../run/state.ts';
import { jobLabel } from '../../run/text/labels.ts';
import { formatCount, formatRate, formatTimeLeft } from '../../run/text/numbers.ts';
import { printable } from '../../run/text/plain.ts';
import { cutTo, type Paint } from './paint.ts';

/** Terminal lines outside the block: the cursor's and one above. */
const FREE_LINES = 2;

/** Lines of a run: one per thread (as many as fit) and one for the whole. */
export function renderBlock(state: RunState, columns: number, rows: number, paint: Paint): string[] {
  const progress = progressOf(state);
  const room = Math.max(0, rows - FREE_LINES - 1);
  const shown = progress.threads.length <= room ? progress.threads : progress.threads.slice(0, Math.max(0, room - 1));
  const hidden = progress.threads.length - shown.length;
  const numberWidth = String(progress.threads.length).length;
  return [
    ...shown.map((thread, index) => threadLine(thread, String(index + 1).padStart(numberWidth), columns, paint)),
    ...(hidden > 0 ? [paint('dim', cutTo(`and ${hidden} more threads`, columns))] : []),
    wholeLine(state, progress, columns, paint),
  ];
}

const RATE_WIDTH = '99.9M candles/s'.length;
const SHARE_WIDTH = '100%'.length;

function threadLine(thread: ThreadProgress, number: string, columns: number, paint: Paint): string {
  if (thread.job === null) return paint('dim', cutTo(`${number} idle`, columns));
  const rate = columns >= 70 ? `  ${`${formatRate(thread.candlesPerSecond)} candles/s`.padStart(RATE_WIDTH)}` : '';
  const barWidth = Math.min(30, Math.floor(columns / 5));
  const labelWidth = columns - number.length - barWidth - SHARE_WIDTH - rate.length - 3;
  const job = printable(jobLabel(thread.job));
  if (labelWidth < 8) return cutTo(`${number} ${job}`, columns);
  const label = cutTo(job, labelWidth).padEnd(labelWidth);
  return `${paint('dim', number)} ${label} ${bar(thread.share, barWidth, paint)} ${percent(thread.share)}${paint('dim', rate)}`;
}

function bar(share: number, width: number, paint: Paint): string {
  const full = Math.floor(share * width);
  return paint('cyan', '━'.repeat(full)) + paint('dim', '╌'.repeat(width - full));
}

/** Rounds down, so that 100% means finished. */
function percent(share: number): string {
  return `${Math.floor(share * 100)}%`.padStart(SHARE_WIDTH);
}

/** A part of the summary line; the part of the highest rank is dropped first where room is short. */
interface Part {
  readonly text: string;
  readonly rank: number;
  readonly paint: (text: string) => string;
}

const SEPARATOR = ' · ';
const LONGEST_BAR = 30;
const SHORTEST_BAR = 8;
/** Narrower terminals show no bar, in favour of words. */
const COLUMNS_FOR_BAR = 60;

function wholeLine(state: RunState, progress: RunProgress, columns: number, paint: Paint): string {
  const head = `${formatCount(progress.finished)} of ${formatCount(progress.jobs)} ${percent(progress.share)}`;
  const room = columns - head.length - (columns < COLUMNS_FOR_BAR ? 0 : SHORTEST_BAR + 1);
  const parts = fitting(partsOf(state, progress, paint), room);
  const barWidth = Math.min(LONGEST_BAR, columns - head.length - lengthOf(parts) - 1);
  const shownBar = barWidth < SHORTEST_BAR ? '' : `${bar(progress.share, barWidth, paint)} `;
  const tail = parts.map((part) => SEPARATOR + part.paint(part.text)).join('');
  return `${shownBar}${paint('bold', cutTo(head, columns))}${tail}`;
}

function partsOf(state: RunState, progress: RunProgress, paint: Paint): Part[] {
  const { done, failed, cancelled, replayed } = state.counts;
  const plain = (text: string) => text;
  const left = progress.secondsLeft === null ? '' : `${formatTimeLeft(progress.secondsLeft)} left`;
  const parts: Part[] = [
    { text: `${formatCount(done)} done`, rank: 2, paint: (text) => paint('green', text) },
    { text: failed > 0 ? `${formatCount(failed)} failed` : '', rank: 1, paint: (text) => paint('red', text) },
    {
      text: cancelled > 0 ? `${formatCount(cancelled)} cancelled` : '',
      rank: 3,
      paint: (text) => paint('yellow', text),
    },
    { text: replayed > 0 ? `${formatCount(replayed)} cached` : '', rank: 5, paint: plain },
    { text: `${formatCount(progress.running)} running`, rank: 6, paint: plain },
    { text: rateText(progress.runsPerSecond, 'runs/s'), rank: 7, paint: plain },
    { text: rateText(progress.candlesPerSecond, 'candles/s'), rank: 4, paint: plain },
    { text: state.phase === 'stopping' ? 'stopping' : left, rank: 0, paint: (text) => paint('bold', text) },
  ];
  return parts.filter(({ text }) => text !== '');
}

function rateText(rate: number | null, unit: string): string {
  return rate === null ? '' : `${formatRate(rate)} ${unit}`;
}

function fitting(parts: readonly Part[], width: number): readonly Part[] {
  if (parts.length === 0 || lengthOf(parts) <= width) return parts;
  const highest = Math.max(...parts.map(({ rank }) => rank));
  return fitting(
    parts.filter(({ rank }) => rank !== highest),
    width,
  );
}

function lengthOf(parts: readonly Part[]): number {
  return parts.reduce((sum, { text }) => sum + SEPARATOR.length + text.length, 0);
}
