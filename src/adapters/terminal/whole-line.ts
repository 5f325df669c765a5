import { stripVTControlCharacters } from 'node:util';
import { progressOf, type RunProgress } from '../../run/progress.ts';
import type { RunState } from '../../run/state.ts';
import { formatCount, formatRate, formatTimeLeft } from '../../run/text/numbers.ts';
import { bar, percent } from './bar.ts';
import { cutTo, type Paint } from './paint.ts';

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

/** Counts, rates and the time left of a whole run in one line, behind a bar if there is room. */
export function wholeLine(state: RunState, columns: number, paint: Paint): string {
  const progress = progressOf(state);
  const withoutBar = countsLine(state, columns - SHORTEST_BAR - 1, paint);
  if (columns < COLUMNS_FOR_BAR) return countsLine(state, columns, paint);
  const width = Math.min(LONGEST_BAR, columns - stripVTControlCharacters(withoutBar).length - 1);
  return `${bar(progress.share, width, paint)} ${withoutBar}`;
}

/** The same without a bar. */
export function countsLine(state: RunState, columns: number, paint: Paint): string {
  const progress = progressOf(state);
  const head = `${formatCount(progress.finished)} of ${formatCount(progress.jobs)} ${percent(progress.share)}`;
  const parts = fitting(partsOf(state, progress, paint), columns - head.length);
  return paint('bold', cutTo(head, columns)) + parts.map((part) => SEPARATOR + part.paint(part.text)).join('');
}

function partsOf(state: RunState, progress: RunProgress, paint: Paint): Part[] {
  const { done, failed, cancelled, replayed } = state.counts;
  const plain = (text: string) => text;
  const left = progress.secondsLeft === null ? '' : `${formatTimeLeft(progress.secondsLeft)} left`;
  const parts: Part[] = [
    // The head tells the same where all went well.
    { text: failed + cancelled > 0 ? `${formatCount(done)} done` : '', rank: 2, paint: (text) => paint('green', text) },
    { text: failed > 0 ? `${formatCount(failed)} failed` : '', rank: 1, paint: (text) => paint('red', text) },
    {
      text: cancelled > 0 ? `${formatCount(cancelled)} cancelled` : '',
      rank: 3,
      paint: (text) => paint('yellow', text),
    },
    { text: replayed > 0 ? `${formatCount(replayed)} cached` : '', rank: 5, paint: plain },
    { text: progress.running > 0 ? `${formatCount(progress.running)} running` : '', rank: 6, paint: plain },
    { text: rateText(progress.runsPerSecond, 'runs/s'), rank: 7, paint: plain },
    { text: rateText(progress.candlesPerSecond, 'candles/s'), rank: 4, paint: plain },
    { text: state.phase === 'stopping' ? 'stopping' : left, rank: 0, paint: (text) => paint('bold', text) },
  ];
  return parts.filter(({ text }) => text !== '');
}

function rateText(rate: number | null, unit: string): string {
  return rate === null || rate === 0 ? '' : `${formatRate(rate)} ${unit}`;
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
