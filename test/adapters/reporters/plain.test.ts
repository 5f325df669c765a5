import { describe, expect, it } from 'vitest';
import { createPlainReporter } from '../../../src/adapters/reporters/plain.ts';
import type { RunEvent } from '../../../src/run/events.ts';
import { logged } from '../../support/facts.ts';
import {
  doneOf,
  failedOf,
  JOB_MINUTES,
  jobOf,
  jobReportOf,
  reportWith,
  runOf,
  TRADES,
  workerOf,
} from '../../support/scripted-run.ts';

const JOBS = Array.from({ length: 20 }, (_, index) => jobOf(`job-${index}`));

function linesOf(events: readonly RunEvent[]): string[] {
  const lines: string[] = [];
  const reporter = createPlainReporter({ write: (line) => lines.push(line), everySeconds: 10 });
  for (const event of events) reporter.on(event);
  return lines;
}

function finished(index: number, at: number): RunEvent {
  const job = JOBS[index];
  return { type: 'job-finished', at, job, outcome: doneOf(job.id), trades: TRADES, attempts: 1, replayed: false };
}

const START: RunEvent = { type: 'run-started', at: 0, run: runOf(JOBS) };
const FIRST: RunEvent = { type: 'job-started', at: 0, job: JOBS[0], thread: 0, attempt: 1 };
const SECOND: RunEvent = { type: 'job-started', at: 4000, job: JOBS[1], thread: 0, attempt: 1 };

describe('plain lines', () => {
  it('tell the start, every tenth of the jobs, and the end', () => {
    const report = reportWith([...JOBS.slice(0, 3).map(({ id }) => jobReportOf(id))]);
    expect(
      linesOf([START, FIRST, finished(0, 4000), SECOND, finished(1, 8000), { type: 'run-finished', at: 8100, report }]),
    ).toEqual([
      'run 20231001-120000: 20 backtests on 2 threads',
      '2 of 20 (10%) · 22.0k candles/s · 1 min 12 s left',
      '3 backtests: 3 done · 4.00 s · 264k candles · 65.9k candles/s',
    ]);
  });

  it('tell where the workers of a run on several machines meet, and who comes', () => {
    const run = { ...runOf(JOBS, 1), meetingPlace: '10.0.0.5:6379' };
    const workers = [workerOf('ant')];
    expect(
      linesOf([
        { type: 'run-started', at: 0, run },
        { type: 'workers', at: 500, workers },
      ]),
    ).toEqual(['run 20231001-120000: 20 backtests on the workers at 10.0.0.5:6379', 'workers: ant (4 threads) joins']);
  });

  it('tell how far a slow run is every ten seconds', () => {
    const progress = [4, 11, 15, 21, 22].map((second): RunEvent => {
      const minutes = second * 1000;
      return {
        type: 'progress',
        at: second * 1000,
        jobs: [{ jobId: 'job-0', thread: 0, minutes, totalMinutes: JOB_MINUTES }],
      };
    });
    expect(linesOf([START, FIRST, ...progress]).slice(1)).toEqual([
      '0 of 20 (0%) · 1.00k candles/s · 29 min 06 s left',
      '0 of 20 (1%) · 1.00k candles/s · 28 min 56 s left',
    ]);
  });

  it('do not tell every tenth of a run that is over in a moment', () => {
    const quick = JOBS.map((_, index) => finished(index, index * 10));
    expect(linesOf([START, ...quick])).toHaveLength(1);
  });

  it('tell each failure once, and warnings, but not what strategies log', () => {
    const failures = JOBS.slice(0, 2).map((job): RunEvent => {
      return {
        type: 'job-finished',
        at: 100,
        job,
        outcome: failedOf(job.id),
        trades: TRADES,
        attempts: 1,
        replayed: false,
      };
    });
    const lines = linesOf([
      START,
      FIRST,
      {
        type: 'job-facts',
        at: 50,
        jobId: 'job-0',
        facts: [logged('bought')],
      },
      { type: 'warning', at: 50, message: 'the disk is full' },
      ...failures,
    ]);
    expect(lines.slice(1)).toEqual([
      'warning: the disk is full',
      'failed: trend FIL-USDT 1h fast=8 slow=21: Error: no luck',
    ]);
  });

  it('carry no escape sequence of jobs, failures and warnings', () => {
    const evil = '\u001b[2Jevil\u202e';
    const job = jobOf('job-0', { parameters: { fast: evil } });
    const lines = linesOf([
      START,
      { type: 'job-started', at: 0, job, thread: 0, attempt: 1 },
      { type: 'job-retried', at: 0, jobId: job.id, reason: evil },
      {
        type: 'job-finished',
        at: 1,
        job,
        outcome: failedOf(job.id, { message: evil }),
        trades: TRADES,
        attempts: 1,
        replayed: false,
      },
      { type: 'warning', at: 2, message: evil },
    ]);
    expect(lines.join(' ').match(/evil/g)).toHaveLength(5);
    expect(lines.join(' ')).not.toMatch(/[\p{Cc}\u202e]/u);
  });
});
