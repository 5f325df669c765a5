import { EMPTY_VIEW, type WireView, wireViewOf } from '../../dashboard/wire.ts';
import type { JobReport, Report } from '../../run/report.ts';

/** Threads of another process are not shown, so that nothing is left out of their labels. */
const LABELLED_WHOLE = { strategies: true, symbols: true, timeframes: true, dates: true, parameters: [] };

interface ViewedRun {
  readonly id: string;
  readonly command: string;
  /** ISO date. */
  readonly started: string;
  /** Their number. */
  readonly jobs: number;
}

/** The view of a run that is on disk; `report` is null while it is under way, and where there is none. */
export function storedView(
  { id, command, started, jobs }: ViewedRun,
  rows: readonly JobReport[],
  isUnderWay: boolean,
  report: Report | null,
): WireView {
  const count = (status: JobReport['status']): number => rows.filter((row) => row.status === status).length;
  const cached = rows.filter((row) => row.cached).length;
  const empty = wireViewOf(EMPTY_VIEW);
  return {
    ...empty,
    state: {
      ...empty.state,
      phase: isUnderWay ? 'running' : 'finished',
      run: {
        ...{ id, folder: '', command, startedAt: Date.parse(started), jobs, minutes: 0 },
        ...{ threads: 0, meetingPlace: null, debug: false },
        differences: LABELLED_WHOLE,
      },
      counts: {
        done: count('done'),
        failed: count('failed'),
        cancelled: count('cancelled'),
        replayed: cached,
        played: rows.length - cached,
      },
    },
    // Its rows are sent behind it.
    report: report === null ? null : { ...report, jobs: [] },
  };
}
