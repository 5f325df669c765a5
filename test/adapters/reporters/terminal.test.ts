import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTerminalReporter } from '../../../src/adapters/reporters/terminal.ts';
import { renderBlock } from '../../../src/adapters/terminal/block.ts';
import { charsetOf } from '../../../src/adapters/terminal/charset.ts';
import { Highlights } from '../../../src/adapters/terminal/highlights.ts';
import { canDraw, createPaint } from '../../../src/adapters/terminal/paint.ts';
import type { Job } from '../../../src/model/job.ts';
import { LOG_LEVELS, type LogLevel } from '../../../src/model/logging.ts';
import type { Outcome } from '../../../src/model/outcome.ts';
import type { Fact, RunEvent } from '../../../src/run/events.ts';
import type { Clock } from '../../../src/run/ports.ts';
import { EMPTY_RUN, foldEvent } from '../../../src/run/state.ts';
import { logged, traced } from '../../support/facts.ts';
import { createScreen } from '../../support/screen.ts';
import {
  doneOf,
  FIRST_DAY,
  failedOf,
  JOB_MINUTES,
  jobOf,
  reportWith,
  runOf,
  TRADES,
} from '../../support/scripted-run.ts';

const JOBS = ['a', 'b', 'c', 'd'].map((id, index) => jobOf(id, { parameters: { fast: index + 1 } }));
const [A, B, C] = JOBS;

const MIDDLE: readonly RunEvent[] = [
  { type: 'run-started', at: 0, run: runOf(JOBS) },
  { type: 'job-started', at: 0, job: A, thread: 0, attempt: 1 },
  { type: 'job-started', at: 0, job: B, thread: 1, attempt: 1 },
  { type: 'job-finished', at: 1000, job: A, outcome: doneOf('a'), trades: TRADES, attempts: 1, replayed: false },
  { type: 'job-started', at: 1000, job: C, thread: 0, attempt: 1 },
  {
    type: 'progress',
    at: 1000,
    jobs: [{ jobId: 'b', thread: 1, minutes: JOB_MINUTES / 4, totalMinutes: JOB_MINUTES }],
  },
];

const END: RunEvent = { type: 'run-finished', at: 2000, report: reportWith([]) };

function log(level: LogLevel, message: string): Fact {
  return logged(message, { level, time: FIRST_DAY + 3_600_000 });
}

/** A terminal whose frames are drawn when the test says so. */
function terminal({ columns = 80, rows = 24, colours = false, charset = charsetOf({}) } = {}) {
  const screen = createScreen(columns, rows);
  let draw = () => {};
  const clock: Clock = {
    now: () => 0,
    every: (_ms, callback) => {
      draw = callback;
      return () => {
        draw = () => {};
      };
    },
  };
  const reporter = createTerminalReporter({
    stream: screen.stream,
    clock,
    colours,
    charset,
    sort: 'net_profit_percentage',
  });
  const tell = (events: readonly RunEvent[]) => {
    for (const event of events) reporter.on(event);
    draw();
  };
  return { screen, reporter, tell };
}

const BLOCK = [
  '1 fast=3 ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌   0%  87.8k candles/s',
  '2 fast=2 ━━━━━━━━━━╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌  25%  22.0k candles/s',
  '━━━━╌╌╌╌╌╌╌╌╌╌ 1 of 4  31% · 2 running · 1.00 runs/s · 110k candles/s · 3 s left',
];

it.each([
  [{ isTTY: true, columns: 80, rows: 24 }, {}, true],
  [{ columns: 80, rows: 24 }, {}, false],
  [{ isTTY: true, columns: 0, rows: 0 }, {}, false],
  [{ isTTY: true, columns: 80, rows: 24 }, { TERM: 'dumb' }, false],
])('on %j with %j drawing is possible: %s', (stream, env: Record<string, string>, possible) => {
  expect(canDraw(stream, env)).toBe(possible);
});

describe('the live block', () => {
  it('shows a line for each thread and one for the whole', () => {
    const { screen, tell } = terminal();
    tell(MIDDLE);
    expect(screen.lines()).toEqual(BLOCK);
  });

  it('stays at the bottom while logs, failures and warnings scroll by above it', () => {
    const { screen, tell } = terminal();
    tell(MIDDLE);
    tell([{ type: 'job-facts', at: 1100, jobId: 'b', facts: [log('info', 'went long\nat 4.02'), log('error', 'oh')] }]);
    tell([
      { type: 'warning', at: 1200, message: 'Redis is back' },
      { type: 'job-retried', at: 1200, jobId: 'c', reason: 'the worker died' },
    ]);
    tell([
      { type: 'job-finished', at: 1300, job: B, outcome: failedOf('b'), trades: TRADES, attempts: 1, replayed: false },
    ]);
    expect(screen.lines()).toEqual([
      'trend FIL-USDT 1h fast=2 2023-08-01 01:00: went long at 4.02',
      'trend FIL-USDT 1h fast=2 2023-08-01 01:00: oh',
      'warning: Redis is back',
      'again: trend FIL-USDT 1h fast=3: the worker died',
      'failed: trend FIL-USDT 1h fast=2: Error: no luck',
      '1 idle',
      '2 idle',
      expect.stringContaining('2 of 4  50% · 1 done · 1 failed · '),
    ]);
  });

  it('shows the best so far and a strip of ends while backtests are short', () => {
    const { screen, tell } = terminal();
    const ended = (job: Job, outcome: Outcome): RunEvent => {
      return { type: 'job-finished', at: 100, job, outcome, trades: TRADES, attempts: 1, replayed: false };
    };
    const cancelled: Outcome = { status: 'cancelled', jobId: 'c', seconds: 0 };
    tell([
      ...MIDDLE.slice(0, 3),
      ended(A, doneOf('a', { net_profit_percentage: 42 })),
      ended(B, failedOf('b')),
      ended(C, cancelled),
    ]);
    expect(screen.lines().slice(-3)).toEqual([
      'best so far: Net profit % 42.00  fast=1',
      `${'━'.repeat(20)}${'×'.repeat(20)}${'╌'.repeat(40)}`,
      '2 of 4  50% · 1 done · 1 failed · 1 cancelled · 878k candles/s · 1 s left',
    ]);
  });

  it('is drawn anew at once when the terminal changes its size', () => {
    const { screen, tell } = terminal();
    tell(MIDDLE);
    Object.assign(screen.stream, { columns: 30 }).emit('resize');
    expect(screen.lines().filter((line) => line.length > 30)).toEqual([]);
  });

  it('keeps to ASCII where the locale has another encoding than UTF-8', () => {
    const { screen, tell } = terminal({ charset: charsetOf({ LANG: 'C' }) });
    tell(MIDDLE);
    expect(screen.lines()[1]).toContain('==========------------------------------  25%');
    expect(screen.written()).not.toMatch(/[━╌·…×]/);
  });

  it('is gone at the end, and what scrolled by stays', async () => {
    const { screen, reporter, tell } = terminal();
    tell(MIDDLE);
    tell([{ type: 'warning', at: 1200, message: 'one' }]);
    tell([{ type: 'warning', at: 1300, message: 'two' }, END]);
    await reporter.close();
    expect(screen.lines()).toEqual(['warning: one', 'warning: two']);
  });

  it('does not swallow a warning that comes behind the end', async () => {
    const { screen, reporter, tell } = terminal();
    tell([...MIDDLE, END]);
    await reporter.close();
    reporter.on({ type: 'warning', at: 2100, message: 'Redis missed 3 messages' });
    expect(screen.lines()).toEqual(['warning: Redis missed 3 messages']);
  });

  it('is gone when the run breaks off without an end', async () => {
    const { screen, reporter, tell } = terminal();
    tell(MIDDLE);
    await reporter.close();
    expect(screen.lines()).toEqual(['']);
  });

  it('tells a failure once, however many backtests meet it', () => {
    const { screen, tell } = terminal();
    const failed = JOBS.map((job): RunEvent => {
      return {
        type: 'job-finished',
        at: 1300,
        job,
        outcome: failedOf(job.id),
        trades: TRADES,
        attempts: 1,
        replayed: false,
      };
    });
    tell([...MIDDLE, ...failed]);
    expect(screen.lines().filter((line) => line.includes('no luck'))).toHaveLength(1);
  });

  it('shows twenty lines of a frame and counts the rest', () => {
    const { screen, tell } = terminal();
    const facts = Array.from({ length: 1000 }, (_, index) => log('info', `line ${index}`));
    tell([...MIDDLE, { type: 'job-facts', at: 1100, jobId: 'b', facts }]);
    expect(screen.lines().slice(19, 22)).toEqual([
      expect.stringMatching(/line 19$/),
      '... and 980 more lines',
      expect.stringContaining('1 fast=3 '),
    ]);
  });

  it('shows lines from level info up: debug lines are too many to read', () => {
    const { screen, tell } = terminal();
    const facts = LOG_LEVELS.map((level) => log(level, `of level ${level}`));
    tell([...MIDDLE, { type: 'job-facts', at: 1100, jobId: 'b', facts: [traced('SUBMITTED order'), ...facts] }]);
    const shown = screen.lines().filter((line) => /of level|SUBMITTED/.test(line));
    expect(shown.map((line) => line.replace(/.*: /, ''))).toEqual([
      'of level info',
      'of level warning',
      'of level error',
    ]);
  });

  it('lets no strategy move the cursor', () => {
    const { screen, tell } = terminal();
    tell([
      ...MIDDLE,
      { type: 'job-facts', at: 1100, jobId: 'b', facts: [log('info', 'a\u001b[2J\u001b[31mb\rc\u0007')] },
    ]);
    expect(screen.lines()[0]).toBe('trend FIL-USDT 1h fast=2 2023-08-01 01:00: ab c');
  });

  it('writes colours only where they are wanted', () => {
    const [plain, coloured] = [false, true].map((colours) => {
      const { screen, tell } = terminal({ colours });
      tell([...MIDDLE, { type: 'warning', at: 1200, message: 'x' }]);
      return screen;
    });
    expect(plain.written()).not.toMatch(/\[\d+m/);
    expect(coloured.written()).toContain('\u001b[33mwarning:\u001b[39m');
    expect(coloured.lines()).toEqual(plain.lines());
  });

  it('fits every terminal: no line is wider, no block higher', () => {
    const state = MIDDLE.reduce(foldEvent, EMPTY_RUN);
    fc.assert(
      fc.property(
        fc.integer({ min: 20, max: 300 }),
        fc.integer({ min: 4, max: 60 }),
        fc.nat(80),
        (columns, rows, more) => {
          const threads = [...state.threads, ...Array.from({ length: more }, () => state.threads[0])];
          const block = renderBlock({ ...state, threads }, new Highlights('total'), {
            columns,
            rows,
            paint: createPaint(false),
          });
          expect(block.length).toBeLessThanOrEqual(rows - 2);
          expect(block.filter((line) => line.length > columns)).toEqual([]);
        },
      ),
    );
  });
});
