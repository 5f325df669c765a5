import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Job } from '../../src/model/job.ts';
import { DAY } from '../../src/model/time.ts';
import type { RunEvent } from '../../src/run/events.ts';
import { livingThreads, progressOf } from '../../src/run/progress.ts';
import { EMPTY_RUN, foldEvent, playedBy, type RunState } from '../../src/run/state.ts';
import { doneOf, failedOf, JOB_MINUTES, jobOf, reportWith, runOf, TRADES, workerOf } from '../support/scripted-run.ts';

/** An event without its time, which is given when the events of all threads are put in order. */
type Untimed = RunEvent extends infer Event ? (Event extends RunEvent ? Omit<Event, 'at'> : never) : never;

function fold(events: readonly RunEvent[]): RunState {
  return events.reduce(foldEvent, EMPTY_RUN);
}

function timed(events: readonly Untimed[], stepMs = 100): RunEvent[] {
  return events.map((event, index) => ({ ...event, at: (index + 1) * stepMs }) as RunEvent);
}

function started(job: Job, thread: number, attempt = 1): Untimed {
  return { type: 'job-started', job, thread, attempt };
}

function progress(job: Job, thread: number, minutes: number): Untimed {
  return { type: 'progress', jobs: [{ jobId: job.id, thread, minutes, totalMinutes: JOB_MINUTES }] };
}

function finished(job: Job, end: 'done' | 'failed' | 'cancelled' = 'done', replayed = false): Untimed {
  const outcomes = {
    done: doneOf(job.id),
    failed: failedOf(job.id),
    cancelled: { status: 'cancelled', jobId: job.id, seconds: 0 },
  } as const;
  return { type: 'job-finished', job, outcome: outcomes[end], trades: TRADES, attempts: 1, replayed };
}

const ENDS = ['done', 'failed', 'cancelled'] as const;

/** Life of one job in one thread: the thread starts it, perhaps dies of it, gets on, ends it. */
function lifeOf(job: Job, thread: number): fc.Arbitrary<Untimed[]> {
  return fc
    .record({
      died: fc.boolean(),
      steps: fc.array(fc.nat(JOB_MINUTES), { maxLength: 4 }),
      end: fc.constantFrom(...ENDS),
    })
    .map(({ died, steps, end }) => {
      const stepsUp = steps.sort((a, b) => a - b).map((minutes) => progress(job, thread, minutes));
      const death: Untimed[] = [...stepsUp, { type: 'job-retried', jobId: job.id, reason: 'died' }];
      const start = started(job, thread);
      return [start, ...(died ? [...death, started(job, thread, 2)] : []), ...stepsUp, finished(job, end)];
    });
}

const THREADS = 3;

/** The events of each thread, in the thread's order. */
const someThreads = fc.array(fc.nat(4), { minLength: THREADS, maxLength: THREADS }).chain((jobsOfThreads) =>
  fc.tuple(
    ...jobsOfThreads.map((count, thread) => {
      const jobs = Array.from({ length: count }, (_, index) => jobOf(`${thread}-${index}`));
      return fc.tuple(...jobs.map((job) => lifeOf(job, thread))).map((lives) => lives.flat());
    }),
  ),
);

/** One order of all events that keeps the order of each thread's; `choices` says whose turn it is. */
function interleaved(threads: readonly (readonly Untimed[])[], choices: readonly number[]): Untimed[] {
  const waiting = threads.map((events) => [...events]);
  const order: Untimed[] = [];
  for (let turn = 0; ; turn++) {
    const busy = waiting.filter((events) => events.length > 0);
    const chosen = busy[(choices[turn % choices.length] ?? 0) % Math.max(1, busy.length)]?.shift();
    if (chosen === undefined) return order;
    order.push(chosen);
  }
}

const someChoices = fc.array(fc.nat(THREADS - 1), { minLength: 1, maxLength: 50 });

function wholeRun(threads: readonly (readonly Untimed[])[], choices: readonly number[]): RunEvent[] {
  const jobs = threads.flat().flatMap((event) => (event.type === 'job-finished' ? [event.job] : []));
  return timed([
    { type: 'run-started', run: runOf(jobs, THREADS) },
    ...interleaved(threads, choices),
    { type: 'run-finished', report: reportWith([]) },
  ]);
}

describe('the state of a run', () => {
  it('adds up after every event: each job is waiting, running or finished', () => {
    fc.assert(
      fc.property(someThreads, someChoices, (threads, choices) => {
        const events = wholeRun(threads, choices);
        for (let length = 1; length <= events.length; length++) {
          const state = fold(events.slice(0, length));
          const { jobs, waiting, running, finished: ended, share } = progressOf(state);
          const { done, failed, cancelled, played, replayed } = state.counts;
          expect(waiting + running + ended + cancelled).toBe(jobs);
          expect(done + failed).toBe(ended);
          expect(played + replayed).toBeLessThanOrEqual(ended);
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('is empty-handed at the end: nothing runs, waits or is left to play', () => {
    fc.assert(
      fc.property(someThreads, someChoices, (threads, choices) => {
        const state = fold(wholeRun(threads, choices));
        expect(progressOf(state)).toMatchObject({ waiting: 0, running: 0 });
        expect(state).toMatchObject({ phase: 'finished', minutesLeft: 0 });
      }),
    );
  });

  it('is the same whatever the order in which threads are heard', () => {
    fc.assert(
      fc.property(someThreads, someChoices, someChoices, (threads, oneOrder, otherOrder) => {
        const [one, other] = [oneOrder, otherOrder].map((choices) => fold(wholeRun(threads, choices)));
        expect(other.counts).toEqual(one.counts);
        expect(other.threads).toEqual(one.threads);
        expect(other.minutesLeft).toBe(one.minutesLeft);
      }),
    );
  });

  it('takes events in any order, even such as never happens', () => {
    fc.assert(
      fc.property(someThreads, someChoices, fc.infiniteStream(fc.nat()), (threads, choices, keys) => {
        const events = wholeRun(threads, choices);
        const shuffled = events.map((event) => ({ event, key: keys.next().value })).sort((a, b) => a.key - b.key);
        expect(() => progressOf(fold(shuffled.map(({ event }) => event)))).not.toThrow();
      }),
    );
  });

  it('never plays backwards: candles only grow, whether jobs end, fail or die', () => {
    fc.assert(
      fc.property(someThreads, someChoices, (threads, choices) => {
        let before = 0;
        let state = EMPTY_RUN;
        for (const event of wholeRun(threads, choices)) {
          state = foldEvent(state, event);
          const candles = state.threads.reduce((sum, thread) => sum + playedBy(thread), 0);
          expect(candles).toBeGreaterThanOrEqual(before);
          before = candles;
        }
      }),
    );
  });

  it('ignores progress of a job that has left its thread', () => {
    const [a, b] = [jobOf('a'), jobOf('b')];
    const state = fold(
      timed([
        { type: 'run-started', run: runOf([a, b]) },
        started(a, 0),
        finished(a),
        started(b, 0),
        progress(a, 0, 500),
      ]),
    );
    expect(state.threads[0].running).toMatchObject({ job: b, minutes: 0 });
  });
});

describe('the progress of a run', () => {
  const jobs = ['a', 'b', 'c', 'd'].map((id) => jobOf(id));
  const [a, b, c] = jobs;

  it('measures rates and the time left from the first job on', () => {
    const state = fold([
      { type: 'run-started', at: 0, run: runOf(jobs) },
      { type: 'job-started', at: 5_000, job: a, thread: 0, attempt: 1 },
      { type: 'job-started', at: 5_000, job: b, thread: 1, attempt: 1 },
      { type: 'job-finished', at: 7_000, job: a, outcome: doneOf('a'), trades: TRADES, attempts: 1, replayed: false },
      {
        type: 'progress',
        at: 7_000,
        jobs: [{ jobId: 'b', thread: 1, minutes: JOB_MINUTES / 2, totalMinutes: JOB_MINUTES }],
      },
    ]);
    const { runsPerSecond, candlesPerSecond, secondsLeft, share, threads } = progressOf(state);
    expect(runsPerSecond).toBe(0.5);
    expect(candlesPerSecond).toBe((1.5 * JOB_MINUTES) / 2);
    expect(threads.map((thread) => thread.candlesPerSecond)).toEqual([JOB_MINUTES / 2, JOB_MINUTES / 4]);
    expect(secondsLeft).toBeCloseTo(2.5 / 0.75, 9);
    expect(share).toBe(1.5 / 4);
  });

  it('looks back ten seconds, so that a change of pace shows', () => {
    const slow = Array.from({ length: 40 }, (_, second): RunEvent => {
      return {
        type: 'progress',
        at: second * 1000,
        jobs: [{ jobId: 'a', thread: 0, minutes: second, totalMinutes: JOB_MINUTES }],
      };
    });
    const fast = Array.from({ length: 11 }, (_, second): RunEvent => {
      const minutes = 39 + (second + 1) * 100;
      return {
        type: 'progress',
        at: (40 + second) * 1000,
        jobs: [{ jobId: 'a', thread: 0, minutes, totalMinutes: JOB_MINUTES }],
      };
    });
    const begin: RunEvent[] = [
      { type: 'run-started', at: 0, run: runOf(jobs) },
      { type: 'job-started', at: 0, job: a, thread: 0, attempt: 1 },
    ];
    expect(progressOf(fold([...begin, ...slow])).candlesPerSecond).toBe(1);
    expect(progressOf(fold([...begin, ...slow, ...fast])).candlesPerSecond).toBe(100);
  });

  it('adds up the pace of the threads of each worker, and knows which threads are gone', () => {
    const minutes = JOB_MINUTES / 2;
    const events: readonly RunEvent[] = [
      { type: 'run-started', at: 0, run: runOf(jobs, 1) },
      ...jobs.map((job, thread): RunEvent => ({ type: 'job-started', at: 0, job, thread, attempt: 1 })),
      {
        ...{ type: 'progress', at: 2_000 },
        jobs: jobs.map(({ id }, thread) => ({ jobId: id, thread, minutes, totalMinutes: JOB_MINUTES })),
      },
    ];
    expect(livingThreads(progressOf(fold(events)))).toEqual([0, 1, 2, 3]);
    const workers = [
      workerOf('ant', { threads: 1, firstThread: 0 }),
      workerOf('bee', { threads: 1, firstThread: 1, state: 'left' }),
      workerOf('cat', { threads: 2, firstThread: 2 }),
      workerOf('dog', { threads: 1, firstThread: 4 }),
    ];
    const progress = progressOf(fold([...events, { type: 'workers', at: 2_000, workers }]));
    expect(progress.workers.map(({ host, candlesPerSecond }) => [host, candlesPerSecond])).toEqual([
      ['ant', minutes / 2],
      ['bee', null],
      ['cat', minutes],
      ['dog', null],
    ]);
    expect(livingThreads(progress)).toEqual([0, 2, 3]);
  });

  it('knows no rate for a run that is all replayed', () => {
    const state = fold(
      timed([{ type: 'run-started', run: runOf([a, c]) }, finished(a, 'done', true), finished(c, 'failed', true)]),
    );
    expect(state.counts).toEqual({ done: 1, failed: 1, cancelled: 0, replayed: 2, played: 0 });
    expect(progressOf(state)).toMatchObject({
      share: 1,
      runsPerSecond: null,
      candlesPerSecond: null,
      secondsLeft: null,
    });
  });

  it('counts the minutes of every market of a job', () => {
    const pair = jobOf('pair', {
      routes: ['FIL-USDT', 'NEAR-USDT'].map((symbol) => ({ symbol, timeframe: '1h', strategy: 'trend' }) as const),
      dataRoutes: [
        { symbol: 'FIL-USDT', timeframe: '4h' },
        { symbol: 'BTC-USDT', timeframe: '1h' },
      ],
      to: jobOf('a').from + DAY,
    });
    expect(fold(timed([{ type: 'run-started', run: runOf([pair]) }])).minutesLeft).toBe(3 * 1440);
  });
});
