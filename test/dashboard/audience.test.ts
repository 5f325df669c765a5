import { describe, expect, it } from 'vitest';
import { Audience, type Follower } from '../../src/dashboard/server/audience.ts';
import { messageOf } from '../../src/dashboard/server/frames.ts';
import { applyMessage, EMPTY_VIEW, type RunView, type ServerMessage, wireEventOf } from '../../src/dashboard/wire.ts';
import { rowsOf } from '../../src/run/coordinator/report-of.ts';
import type { RunEvent } from '../../src/run/events.ts';
import { doneOutcome, jobNamed } from '../run/support/parts.ts';
import { logged } from '../support/facts.ts';
import { workerOf } from '../support/scripted-run.ts';
import { StillClock } from './support.ts';

const SAME = { strategies: false, symbols: false, timeframes: false, dates: false, parameters: [] };
const ROW_OF = rowsOf([]);
const JOBS = Array.from({ length: 40 }, (_, index) => jobNamed(`trend-${index + 1}`));

/** A run of forty jobs on two threads, with logs, a warning and a failure. */
function* events(): Generator<RunEvent> {
  const run = {
    id: 'r1',
    folder: '',
    command: 'jbt run',
    startedAt: 0,
    debug: false,
    threads: 2,
    meetingPlace: null,
    jobs: JOBS,
    minutes: 40 * 1_440,
    differences: SAME,
  };
  yield { type: 'run-started', at: 0, run };
  for (const [index, job] of JOBS.entries()) {
    const at = 100 * index;
    yield { type: 'job-started', at, job, thread: index % 2, attempt: 1 };
    yield {
      type: 'progress',
      at: at + 10,
      jobs: [{ jobId: job.id, thread: index % 2, minutes: 700, totalMinutes: 1_440 }],
    };
    yield {
      type: 'job-facts',
      at: at + 20,
      jobId: job.id,
      facts: [logged(`<b>${index}</b>`)],
    };
    if (index === 3) yield { type: 'warning', at: at + 30, message: 'slow' };
    const failure = { code: 'StrategyError', message: 'no', stack: null };
    const outcome =
      index === 5 ? ({ status: 'failed', jobId: job.id, seconds: 1, failure } as const) : doneOutcome(job.id);
    yield { type: 'job-finished', at: at + 50, job, outcome, trades: () => [], attempts: 1, replayed: false };
  }
}

class Page implements Follower {
  waiting = 0;
  view: RunView = EMPTY_VIEW;
  readonly messages: ServerMessage[] = [];

  send(frame: Uint8Array): void {
    const message = messageOf(frame);
    this.messages.push(message);
    this.view = applyMessage(this.view, message);
  }
}

/** A run that pages follow. */
class LiveRun extends Audience {
  on(event: RunEvent): void {
    this.hear(wireEventOf(event, ROW_OF));
  }
}

/** The content of a page, as plain data. */
function shown({ state, rows, warnings, logs }: RunView) {
  return {
    counts: state.counts,
    threads: state.threads,
    left: state.minutesLeft,
    jobs: state.run?.jobs.length,
    rows,
    warnings,
    logs,
  };
}

describe('a live run', () => {
  it('shows the same on a page that was opened early, in the middle, and late', () => {
    const clock = new StillClock();
    const live = new LiveRun(clock);
    const pages = [new Page(), new Page(), new Page()];
    let count = 0;
    for (const event of events()) {
      if (count === 0) live.follow(pages[0]);
      if (count === 71) live.follow(pages[1]);
      live.on(event);
      if (count % 7 === 0) clock.ring();
      count++;
    }
    live.follow(pages[2]);
    clock.ring();
    expect(shown(pages[0].view).rows).toHaveLength(40);
    expect(shown(pages[1].view)).toEqual(shown(pages[0].view));
    expect(shown(pages[2].view)).toEqual(shown(pages[0].view));
    expect(shown(pages[2].view)).toEqual(JSON.parse(JSON.stringify(shown(live.view))));
  });

  it('sends nothing to a page that does not read, and the whole view once it does', () => {
    const clock = new StillClock();
    const live = new LiveRun(clock);
    const [quick, slow] = [new Page(), new Page()];
    const all = [...events()];
    live.on(all[0]);
    live.follow(quick);
    live.follow(slow);
    slow.waiting = 2 ** 30;
    for (const event of all.slice(1)) {
      live.on(event);
      clock.ring();
    }
    expect(slow.messages).toHaveLength(1);
    slow.waiting = 0;
    clock.ring();
    expect(slow.messages.map(({ kind }) => kind)).toEqual(['view', 'view', 'rows']);
    expect(shown(slow.view)).toEqual(shown(quick.view));
  });

  it('makes one text for all pages, and the newest progress alone between two flushes', () => {
    const clock = new StillClock();
    const live = new LiveRun(clock);
    const page = new Page();
    const [started, first] = [...events()];
    live.on(started);
    live.on(first);
    live.follow(page);
    for (let minutes = 1; minutes <= 500; minutes++) {
      live.on({ type: 'progress', at: minutes, jobs: [{ jobId: 'trend-1', thread: 0, minutes, totalMinutes: 1_440 }] });
    }
    clock.ring();
    const [, message] = page.messages;
    expect(message.kind === 'events' && message.events).toHaveLength(1);
    expect(page.view.state.threads[0].running?.minutes).toBe(500);
  });

  it('sends the newest workers alone between two flushes, whatever happened between', () => {
    const clock = new StillClock();
    const live = new LiveRun(clock);
    const page = new Page();
    const [started, first] = [...events()];
    live.on(started);
    live.follow(page);
    for (let jobs = 1; jobs <= 30; jobs++) {
      live.on({ type: 'workers', at: jobs, workers: [workerOf('ant', { jobs })] });
      if (jobs === 10) live.on(first);
    }
    clock.ring();
    const [, message] = page.messages;
    expect(message.kind === 'events' && message.events.map(({ type }) => type)).toEqual(['job-started', 'workers']);
    expect(page.view.state.workers).toMatchObject([{ host: 'ant', jobs: 30 }]);
  });

  it('sends the beginning of a line that nobody can read whole', () => {
    const clock = new StillClock();
    const live = new LiveRun(clock);
    const page = new Page();
    live.on([...events()][0]);
    live.follow(page);
    live.on({ type: 'job-facts', at: 0, jobId: 'trend-1', facts: [logged('x'.repeat(1_000_000))] });
    clock.ring();
    expect(JSON.stringify(page.messages[1]).length).toBeLessThan(10_000);
    expect(page.view.logs).toEqual(live.view.logs);
    expect(page.view.logs[0].text).toMatch(/^x+\.\.\.$/);
  });

  it('sends larger messages more rarely where hundreds follow, to all of them', () => {
    const clock = new StillClock();
    const live = new LiveRun(clock);
    const pages = Array.from({ length: 200 }, () => new Page());
    const [started, ...rest] = [...events()];
    live.on(started);
    for (const page of pages) live.follow(page);
    for (const event of rest) {
      live.on(event);
      clock.ring();
    }
    for (let ring = 0; ring < 10; ring++) clock.ring();
    expect(pages[0].messages.length).toBeLessThan(rest.length / 4);
    expect(shown(pages[0].view).rows).toHaveLength(40);
    expect(new Set(pages.map(({ view }) => JSON.stringify(shown(view))))).toHaveProperty('size', 1);
  });

  it('keeps the frames of rows that were sent before', () => {
    const live = new LiveRun(new StillClock());
    const [started, ...rest] = [...events()];
    live.on(started);
    for (let round = 0; round < 30; round++) for (const event of rest) live.on(event);
    const frames = () => {
      const sent: Uint8Array[] = [];
      live.follow({ waiting: 0, send: (frame) => sent.push(frame) });
      return sent;
    };
    const [, first, second, third] = frames();
    live.on(rest[2]);
    const later = frames();
    expect(later[1]).toBe(first);
    expect(later[2]).toBe(second);
    expect(later[3]).not.toBe(undefined);
    expect(messageOf(third)).toMatchObject({ kind: 'rows', rows: expect.objectContaining({ length: 200 }) });
  });

  it('sends a bounded part of a million log lines', () => {
    const clock = new StillClock();
    const live = new LiveRun(clock);
    const page = new Page();
    live.on([...events()][0]);
    live.follow(page);
    for (let line = 0; line < 1_000_000; line++) {
      live.on({
        type: 'job-facts',
        at: line,
        jobId: 'trend-1',
        facts: [logged('again', { time: line })],
      });
    }
    clock.ring();
    expect(JSON.stringify(page.messages[1]).length).toBeLessThan(200_000);
    expect(live.view.logs.length).toBeLessThan(4_000);
    expect(live.view.logs.at(-1)?.time).toBe(999_999);
  });
});
