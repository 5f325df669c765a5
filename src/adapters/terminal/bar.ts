import type { Mark } from './highlights.ts';
import type { Paint } from './paint.ts';

const [FULL, EMPTY, FAILED] = ['━', '╌', '×'];

/** A bar whose first part is full. */
export function bar(share: number, width: number, paint: Paint): string {
  const full = Math.floor(share * width);
  return paint('cyan', FULL.repeat(full)) + paint('dim', EMPTY.repeat(width - full));
}

/** Width of every percentage. */
export const PERCENT_WIDTH = '100%'.length;

/** Rounds down, so that 100% means finished. */
export function percent(share: number): string {
  return `${Math.floor(share * 100)}%`.padStart(PERCENT_WIDTH);
}

/** A bar that tells how backtests ended, without colours too. */
export function strip(marks: readonly Mark[], width: number, paint: Paint): string {
  return (
    runsOf(marks)
      .map((run) => paintRun(run, paint))
      .join('') + paint('dim', EMPTY.repeat(width - marks.length))
  );
}

function paintRun(marks: readonly Mark[], paint: Paint): string {
  switch (marks[0]) {
    case 'done':
      return paint('green', FULL.repeat(marks.length));
    case 'failed':
      return paint('red', FAILED.repeat(marks.length));
    case 'cancelled':
      return paint('yellow', EMPTY.repeat(marks.length));
  }
}

/** Equal neighbours together: one change of colour for them all. */
function runsOf(marks: readonly Mark[]): readonly (readonly Mark[])[] {
  const starts = [...marks.keys()].filter((index) => marks[index] !== marks[index - 1]);
  return starts.map((start, index) => marks.slice(start, starts[index + 1]));
}
