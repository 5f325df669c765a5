import { WORKER_STATES, type WorkerProgress } from '../../run/progress.ts';
import { counted, formatCount, formatRate, formatTimeLeft } from '../../run/text/numbers.ts';
import { printable } from '../../run/text/plain.ts';
import { type Column, fitColumns, NICE_TO_HAVE } from './layout.ts';
import { cutMiddle, cutTo, type Paint } from './paint.ts';

/** Workers that left, as far as anybody still wants to see them: where machines come and go, they are many. */
const MOST_LEFT = 3;

/** A line for each worker of a run on several machines, in at most `room` lines. */
export function workerLines(
  workers: readonly WorkerProgress[],
  room: number,
  columns: number,
  paint: Paint,
): readonly string[] {
  // Lines that are cut where room is short come last.
  const all = WORKER_STATES.flatMap((state) => {
    const found = workers.filter((worker) => worker.state === state);
    return state === 'left' ? found.slice(-MOST_LEFT) : found;
  });
  const shown = all.length <= room ? all : all.slice(0, Math.max(0, room - 1));
  const hidden = all.length - shown.length;
  const fitting = fitColumns(columnsOf(shown, paint), columns);
  return [
    ...shown.map((_, index) => lineOf(fitting, index)),
    ...(hidden > 0 && room > 0 ? [paint('dim', cutTo(`and ${counted(hidden, 'more worker')}`, columns))] : []),
  ];
}

const SHORTEST_HOST = 8;
/** Names of containers are a little shorter. */
const LONGEST_HOST = 30;

/** Hosts, and what fits of the rest; a version is there where the workers differ in it. */
function columnsOf(workers: readonly WorkerProgress[], paint: Paint): readonly Column[] {
  const plain = (cell: string) => cell;
  const dim = (cell: string) => paint('dim', cell);
  return [
    cellsOf(workers, ({ host }) => cutMiddle(printable(host), LONGEST_HOST), 'left', plain, 0),
    cellsOf(workers, ({ threads }) => counted(threads, 'thread'), 'right', plain, NICE_TO_HAVE),
    cellsOf(workers, ({ jobs }) => `${formatCount(jobs)} done`, 'right', plain, 2),
    cellsOf(workers, activityText, 'left', (cell) => paintActivity(cell, paint), 1),
    ...(differ(workers, ({ jbt }) => jbt)
      ? [cellsOf(workers, ({ jbt }) => printable(`jbt ${jbt}`), 'left', dim, NICE_TO_HAVE + 1)]
      : []),
    ...(differ(workers, ({ node }) => node)
      ? [cellsOf(workers, ({ node }) => printable(`Node ${node}`), 'left', dim, NICE_TO_HAVE + 2)]
      : []),
  ];
}

function cellsOf(
  workers: readonly WorkerProgress[],
  text: (worker: WorkerProgress) => string,
  align: Column['align'],
  style: Column['style'],
  rank: number,
): Column {
  const cells = workers.map(text);
  const full = Math.max(0, ...cells.map(({ length }) => length));
  return { heading: '', cells, align, style, rank, shortest: rank === 0 ? Math.min(full, SHORTEST_HOST) : full };
}

function differ(workers: readonly WorkerProgress[], version: (worker: WorkerProgress) => string): boolean {
  return new Set(workers.map(version)).size > 1;
}

/** The pace says that a worker plays. */
function activityText({ state, silentMs, candlesPerSecond }: WorkerProgress): string {
  if (state === 'silent') return `silent for ${formatTimeLeft(silentMs / 1000)}`;
  return candlesPerSecond === null ? state : `${formatRate(candlesPerSecond)} candles/s`;
}

function paintActivity(cell: string, paint: Paint): string {
  if (cell.startsWith('silent')) return paint('yellow', cell);
  return paint(cell === 'refused' ? 'red' : 'dim', cell);
}

function lineOf(columns: readonly Column[], row: number): string {
  const parts = columns.map(({ cells, align, style }) => {
    const space = ' '.repeat(Math.max(0, ...cells.map(({ length }) => length)) - cells[row].length);
    return align === 'left' ? style(cells[row]) + space : space + style(cells[row]);
  });
  return parts.join('  ').trimEnd();
}
