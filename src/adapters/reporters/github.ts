import { isAbsolute, relative } from 'node:path';
import type { RunEvent } from '../../run/events.ts';
import type { Reporter } from '../../run/ports.ts';
import type { JobReport, Report } from '../../run/report.ts';
import { jobLabel } from '../../run/text/labels.ts';
import { printable } from '../../run/text/plain.ts';

/** GitHub shows ten annotations of a kind in a step. */
const MOST_ANNOTATIONS = 10;

export interface GitHubOptions {
  readonly write: (line: string) => void;
  /** Base of the paths of annotations: the checkout. */
  readonly root: string;
}

/** Writes annotations of GitHub Actions: an error for each failed backtest and for each missed expectation. */
export function createGitHubReporter({ write, root }: GitHubOptions): Reporter {
  return {
    on(event: RunEvent): void {
      if (event.type === 'run-finished') for (const line of annotations(event.report, root)) write(line);
    },
    async close(): Promise<void> {},
  };
}

function annotations({ jobs, expectations = [] }: Report, root: string): readonly string[] {
  const failed = jobs.flatMap((job) => (job.error === null ? [] : failureLine(job, job.error, root)));
  const missed = expectations.flatMap(({ expect, at, misses }) =>
    misses.map(({ job, message }) => {
      return command('jbt: expectation missed', `${job ?? 'batch'}: ${message} (${expect})`, placeOf(at));
    }),
  );
  return [...failed, ...missed].slice(0, MOST_ANNOTATIONS);
}

function failureLine(job: JobReport, { code, message, stack }: NonNullable<JobReport['error']>, root: string): string {
  return command(`jbt: ${code}`, `${jobLabel(job)}: ${message}`, placeIn(stack ?? '', root));
}

/** First line of a stack within the checkout and outside of packages, as properties of an annotation. */
function placeIn(stack: string, root: string): string {
  for (const [, path, line, column] of stack.matchAll(/(?:\(|at |file:\/\/)(\/[^\s():]+):(\d+):(\d+)/g)) {
    const inside = relative(root, path);
    if (inside.startsWith('..') || isAbsolute(inside) || inside.includes('node_modules')) continue;
    return `file=${property(inside)},line=${line},col=${column},`;
  }
  return '';
}

/** Line of the batch file that an expectation stands in. */
function placeOf(at: string): string {
  const [, file, line] = /^(.+?):(\d+):\d+/.exec(at) ?? [];
  return file === undefined ? '' : `file=${property(file)},line=${line},`;
}

function command(title: string, message: string, place = ''): string {
  return `::error ${place}title=${property(title)}::${data(printable(message.replaceAll('\n', ' ')))}`;
}

/** Escapes the message of a workflow command, as GitHub's toolkit does. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
