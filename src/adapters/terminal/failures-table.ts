import type { JobReport, Report } from '../../run/report.ts';
import { jobLabel } from '../../run/text/labels.ts';
import { counted, formatCount } from '../../run/text/numbers.ts';
import { printable } from '../../run/text/plain.ts';
import { createPaint, cutTo, type Paint } from './paint.ts';

export interface FailuresOptions {
  readonly colours: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

const JOBS_SHOWN = 3;
const FRAMES_SHOWN = 6;
const INDENT = '  ';

/** Failures of a report, grouped by message; empty without failures. */
export function renderFailures(report: Report, { colours, width }: FailuresOptions): string {
  const failed = report.jobs.filter(({ error }) => error !== null);
  if (failed.length === 0) return '';
  const paint = createPaint(colours);
  const { failed: count } = report.totals;
  const title = `${counted(count, 'backtest')} failed`;
  const groups = groupedByMessage(failed).map((jobs) => renderGroup(jobs, width, paint));
  return [paint('red', title), ...groups].join('\n\n');
}

function groupedByMessage(jobs: readonly JobReport[]): JobReport[][] {
  const groups = new Map<string, JobReport[]>();
  for (const job of jobs) {
    const key = `${job.error?.code} ${job.error?.message}`;
    groups.set(key, [...(groups.get(key) ?? []), job]);
  }
  return [...groups.values()];
}

function renderGroup(jobs: readonly JobReport[], width: number, paint: Paint): string {
  const error = jobs[0]?.error;
  if (!error) return '';
  const labels = jobs.slice(0, JOBS_SHOWN).map((job) => printable(`in ${jobLabel(job)}, ${job.from} to ${job.to}`));
  const rest = jobs.length - JOBS_SHOWN;
  const more = rest > 0 ? [`and ${formatCount(rest)} more`] : [];
  return [
    `${paint('bold', printable(error.code))} ${printable(error.message)}`,
    ...framesOf(error.stack).map((frame) => `${INDENT}at ${printable(frame)}`),
    ...[...labels, ...more].map((line) => INDENT + paint('dim', cutTo(line, width - INDENT.length))),
  ].join('\n');
}

/** Stack frames of the author's code; those of Node and packages only where there are no others. */
function framesOf(stack: string | null): string[] {
  const frames = (stack ?? '')
    .split('\n')
    .map((line) => /^\s+at (.*)$/.exec(line)?.[1])
    .filter((frame) => frame !== undefined);
  const own = frames.filter((frame) => !/\bnode:|[/\\]node_modules[/\\]/.test(frame));
  return (own.length > 0 ? own : frames).slice(0, FRAMES_SHOWN);
}
