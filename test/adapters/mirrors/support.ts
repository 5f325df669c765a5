import type { RedisSettings } from '../../../src/adapters/redis/settings.ts';
import {
  createRedisReporter,
  type RedisMirror,
  type RedisOptions,
} from '../../../src/adapters/reporters/redis/reporter.ts';
import type { Follower } from '../../../src/dashboard/server/audience.ts';
import { messageOf } from '../../../src/dashboard/server/frames.ts';
import { applyMessage, EMPTY_VIEW, type RunView } from '../../../src/dashboard/wire.ts';
import { rowsOf } from '../../../src/run/coordinator/report-of.ts';
import type { RunEvent } from '../../../src/run/events.ts';
import { logged } from '../../support/facts.ts';
import { doneOf, failedOf, JOB_MINUTES, jobOf, reportWith, runOf, TRADES } from '../../support/scripted-run.ts';

export const RUN_ID = '20231001-120000';

export function settingsOf(port: number, change: Partial<RedisSettings> = {}): RedisSettings {
  const nobody = { username: null, password: null, tls: null };
  return { host: '127.0.0.1', port, db: 0, ...nobody, appPort: 9000, prefix: 'jbt:', ...change };
}

export function openMirror(settings: RedisSettings, change: Partial<RedisOptions> = {}): RedisMirror {
  const controls = { stop: () => {}, cancel: () => false };
  return createRedisReporter({
    ...{
      settings,
      warn: () => {},
      isFrugal: false,
      closeMs: 20_000,
      rowOf: rowsOf([]),
      controls,
      token: 'secret',
      now: 1_000,
    },
    ...change,
  });
}

/** A page, as far as it folds what it hears. */
export class Page implements Follower {
  readonly waiting = 0;
  view: RunView = EMPTY_VIEW;
  isReached = true;

  send(frame: Uint8Array): void {
    const message = messageOf(frame);
    if (message.kind === 'source') this.isReached = message.isReached;
    this.view = applyMessage(this.view, message);
  }
}

/** The content of a page, in an order of its own. */
export function shown({ view }: Page) {
  const { state, rows, warnings, logs, report } = view;
  const { counts, threads, minutesLeft, run } = state;
  const sorted = [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));
  return { counts, threads, minutesLeft, jobs: run?.jobs.length, rows: sorted, warnings, logs, report };
}

export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
}

const JOBS = Array.from({ length: 30 }, (_, index) => jobOf(`${String(index + 1).padStart(4, '0')}-trend`));

/** Events of a run of thirty jobs: its start, some for each job, its end. */
export const STARTED: RunEvent = { type: 'run-started', at: 0, run: { ...runOf(JOBS), startedAt: Date.now() } };
export const ENDED: RunEvent = { type: 'run-finished', at: 99_000, report: reportWith([]) };

export function eventsOf(from: number, to: number): readonly RunEvent[] {
  return JOBS.slice(from, to).flatMap((job, offset): readonly RunEvent[] => {
    const [index, at] = [from + offset, 1_000 * (from + offset)];
    const outcome = index === 5 ? failedOf(job.id) : doneOf(job.id, { net_profit: index });
    const progress = { jobId: job.id, thread: 0, minutes: JOB_MINUTES / 2, totalMinutes: JOB_MINUTES };
    return [
      { type: 'job-started', at, job, thread: 0, attempt: 1 },
      { type: 'progress', at: at + 1, jobs: [progress] },
      {
        ...{ type: 'job-facts', at: at + 2, jobId: job.id },
        facts: [logged(`<b>${index}</b>`)],
      },
      ...(index === 3 ? [{ type: 'warning', at: at + 3, message: 'slow' } as const] : []),
      { type: 'job-finished', at: at + 4, job, outcome, trades: TRADES, attempts: 1, replayed: false },
    ];
  });
}

export function tell(reporter: RedisMirror, events: readonly RunEvent[]): void {
  for (const event of events) reporter.on(event);
}
