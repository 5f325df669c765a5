import { join } from 'node:path';
import { isRunning, sizeOfRun } from '../../../adapters/runs/remove.ts';
import { outcomesOf, readIntactRun, runIds, type StoredRun } from '../../../adapters/runs/stored-run.ts';
import { type Column, drawColumns, fitColumns, NICE_TO_HAVE, widest } from '../../../adapters/terminal/layout.ts';
import { createPaint, wantsColours } from '../../../adapters/terminal/paint.ts';
import { formatDate, SECOND } from '../../../model/time.ts';
import { DEFAULT_SORT, Foremost, rankBy } from '../../../run/rows/ranking.ts';
import { formatMetric, metricLook } from '../../../run/text/metrics.ts';
import { formatBytes, formatCount, NO_NUMBER } from '../../../run/text/numbers.ts';
import { printable } from '../../../run/text/plain.ts';
import type { Io } from '../../command.ts';
import type { ValuesOf } from '../../options.ts';
import { say } from '../../process/say.ts';
import type { RUNS_OPTIONS } from './options.ts';
import { startOf } from './remove.ts';

type RunState = 'finished' | 'interrupted' | 'running' | 'damaged';

interface Best {
  readonly job: string;
  readonly metric: string;
  readonly value: number;
}

/** One run in the list; a damaged one has no counts. */
interface ListedRun {
  readonly id: string;
  readonly started: string | null;
  readonly state: RunState;
  readonly command: string | null;
  readonly jobs: number;
  readonly done: number;
  readonly failed: number;
  readonly best: Best | null;
  readonly bytes: number;
}

const DEFAULT_TOP = 20;
/** Width where the output has none. */
const COLUMNS = 120;

/** Prints the runs of a project, newest first. */
export function listRuns(runs: string, { top, json }: ValuesOf<typeof RUNS_OPTIONS>, io: Io): number {
  const ids = [...runIds(runs)].reverse();
  const shown = ids.slice(0, top ?? (json ? ids.length : DEFAULT_TOP)).map((id) => describeRun(runs, id));
  if (json) {
    io.stdout.write(`${JSON.stringify({ format: 1, runs: shown }, null, 2)}\n`);
    return 0;
  }
  if (shown.length === 0) say(io.stderr, `there is no run in ${runs}; jbt run makes one\n`);
  else io.stdout.write(`${renderRuns(shown, io)}\n`);
  const rest = ids.length - shown.length;
  if (rest > 0) say(io.stderr, `and ${formatCount(rest)} older; --top ${ids.length} lists all\n`);
  return 0;
}

function describeRun(runs: string, id: string): ListedRun {
  const folder = join(runs, id);
  const bytes = sizeOfRun(folder);
  const run = readIntactRun(runs, id);
  if (run === null) {
    const state = isRunning(folder) ? 'running' : 'damaged';
    const startedAt = startOf(id);
    const started = startedAt === null ? null : new Date(startedAt).toISOString();
    return { id, started, state, command: null, jobs: 0, done: 0, failed: 0, best: null, bytes };
  }
  const { started, command, jobs } = run;
  const { done, failed, best } = countOutcomes(run);
  const ended = done + failed === jobs.length ? 'finished' : 'interrupted';
  const state = isRunning(folder) ? 'running' : ended;
  return { id, started, state, command, jobs: jobs.length, done, failed, best, bytes };
}

function countOutcomes(run: StoredRun): Pick<ListedRun, 'done' | 'failed' | 'best'> {
  let [done, failed] = [0, 0];
  const rank = rankBy(DEFAULT_SORT);
  const first = new Foremost<Best>(1);
  for (const { job, entry } of outcomesOf(run)) {
    if (entry.outcome.status === 'failed') failed += 1;
    else {
      done += 1;
      const { metrics } = entry.outcome.result;
      first.add(rank(metrics), done, () => ({ job: job.id, metric: DEFAULT_SORT, value: metrics[DEFAULT_SORT] }));
    }
  }
  return { done, failed, best: first.list()[0] ?? null };
}

function renderRuns(runs: readonly ListedRun[], { stdout, env }: Io): string {
  const paint = createPaint(wantsColours(stdout, env));
  const dim = (text: string): string => paint('dim', text);
  const plain = (text: string): string => text;
  const column = (
    heading: string,
    rank: number,
    cell: (run: ListedRun) => string,
    look: Partial<Column> = {},
  ): Column => {
    const cells = runs.map((run) => printable(cell(run)));
    return { heading, cells, align: 'left', style: plain, rank, shortest: widest(heading, cells), ...look };
  };
  const right = { align: 'right' } as const;
  const columns = [
    column('Run', 0, ({ id }) => id),
    column('Began (UTC)', NICE_TO_HAVE, ({ started }) => whenText(started), { style: dim }),
    column('State', 0, ({ state }) => state),
    column('Done', 1, (run) => doneText(run), right),
    column('Failed', 2, ({ failed }) => (failed === 0 ? '' : formatCount(failed)), right),
    column(`Best ${metricLook(DEFAULT_SORT).heading}`, 1, bestText, right),
    column('Size', NICE_TO_HAVE + 1, ({ bytes }) => formatBytes(bytes), right),
    column('Command', NICE_TO_HAVE + 2, ({ command }) => command ?? '', { shortest: 'Command'.length, style: dim }),
  ];
  return drawColumns(fitColumns(columns, stdout.columns ?? COLUMNS), paint);
}

function whenText(started: string | null): string {
  return started === null ? NO_NUMBER : formatDate(Math.floor(Date.parse(started) / SECOND) * SECOND);
}

function doneText({ state, done, jobs }: ListedRun): string {
  if (state === 'damaged') return NO_NUMBER;
  return done === jobs ? formatCount(done) : `${formatCount(done)} of ${formatCount(jobs)}`;
}

function bestText({ best }: ListedRun): string {
  return best === null ? NO_NUMBER : formatMetric(best.metric, best.value);
}
