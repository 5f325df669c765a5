import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderBlock } from '../../../src/adapters/terminal/block.ts';
import { Highlights } from '../../../src/adapters/terminal/highlights.ts';
import { createNarrator } from '../../../src/adapters/terminal/narrator.ts';
import { createPaint } from '../../../src/adapters/terminal/paint.ts';
import type { RunEvent, WorkerState } from '../../../src/run/events.ts';
import { EMPTY_RUN, foldEvent } from '../../../src/run/state.ts';
import { doneOf, JOB_MINUTES, jobOf, runOf, TRADES, workerOf } from '../../support/scripted-run.ts';

const JOBS = Array.from({ length: 60 }, (_, index) => jobOf(`j${index}`, { parameters: { fast: index } }));
const PLAIN = createPaint(false);

/** Two seconds of a run in which every thread of the workers plays a half of its job. */
function eventsOf(workers: readonly WorkerState[]): readonly RunEvent[] {
  const threads = Array.from({ length: Math.max(...workers.map((one) => one.firstThread + one.threads)) }, (_, n) => n);
  return [
    { type: 'run-started', at: 0, run: runOf(JOBS, 1) },
    ...threads.map((thread): RunEvent => ({ type: 'job-started', at: 0, job: JOBS[thread], thread, attempt: 1 })),
    {
      type: 'progress',
      at: 2_000,
      jobs: threads.map((thread) => {
        return { jobId: JOBS[thread].id, thread, minutes: JOB_MINUTES / 2, totalMinutes: JOB_MINUTES };
      }),
    },
    { type: 'workers', at: 2_000, workers },
  ];
}

function blockOf(events: readonly RunEvent[], { columns = 80, rows = 24 } = {}): readonly string[] {
  const state = events.reduce(foldEvent, EMPTY_RUN);
  const highlights = new Highlights('total');
  for (const event of events) highlights.add(event);
  return renderBlock(state, highlights, { columns, rows, paint: PLAIN });
}

const TWO = [workerOf('ant', { threads: 2, jobs: 612 }), workerOf('bee', { threads: 1, firstThread: 2, jobs: 1_234 })];
/** Ten hosts with four threads each. */
const TEN = Array.from({ length: 10 }, (_, index) => workerOf(`host-${index}`, { firstThread: 4 * index }));

describe('the live block of a run on several machines', () => {
  it('shows each worker with its pace, and their threads while there is room for all', () => {
    expect(blockOf(eventsOf(TWO))).toEqual([
      'ant  2 threads    612 done  43.9k candles/s',
      'bee   1 thread  1,234 done  22.0k candles/s',
      ...[1, 2, 3].map((place) => expect.stringMatching(new RegExp(`^${place} fast=${place - 1} ━+╌+  50%`))),
      expect.stringContaining('0 of 60'),
    ]);
  });

  it('says who is silent, refused or left, below those who play, and shows no threads of theirs', () => {
    const gone = [
      workerOf('cat', { state: 'left', threads: 1, firstThread: 3 }),
      workerOf('dog', { state: 'refused' }),
      workerOf('elk', { state: 'silent', silentMs: 12_000 }),
    ];
    expect(blockOf(eventsOf([...gone, ...TWO])).slice(2)).toEqual([
      'elk  4 threads      0 done  silent for 12 s',
      'dog  4 threads      0 done  refused',
      'cat   1 thread      0 done  left',
      ...[1, 2, 3].map((place) => expect.stringMatching(new RegExp(`^${place} fast`))),
      expect.stringContaining('0 of 60'),
    ]);
  });

  it('shows the versions in which workers differ', () => {
    const other = workerOf('cat', { state: 'refused', jbt: '0.0.9' });
    const [line] = blockOf(eventsOf([...TWO, other]));
    expect(line).toBe('ant  2 threads    612 done  43.9k candles/s  jbt 0.1.0');
    const [newer] = blockOf(eventsOf([TWO[0], { ...TWO[1], node: '20.20.0' }]));
    expect(newer).toBe('ant  2 threads    612 done  43.9k candles/s  Node 20.19.0');
  });

  it('gives the room to ten hosts rather than to some of their forty threads', () => {
    expect(blockOf(eventsOf(TEN))).toEqual([
      ...TEN.map(({ host }) => `${host}  4 threads  0 done  87.8k candles/s`),
      expect.stringContaining('0 of 60'),
    ]);
    expect(blockOf(eventsOf(TEN), { rows: 8 })).toEqual([
      ...TEN.slice(0, 4).map(({ host }) => expect.stringContaining(host)),
      'and 6 more workers',
      expect.stringContaining('0 of 60'),
    ]);
    expect(blockOf(eventsOf(TEN), { rows: 60 })).toHaveLength(10 + 40 + 1);
  });

  it('shows three of those that left last', () => {
    const left = ['a', 'b', 'c', 'd', 'e'].map((id) => workerOf(id, { state: 'left' }));
    const hosts = blockOf(eventsOf([...left, ...TWO]))
      .slice(0, 5)
      .map((line) => line.split(' ')[0]);
    expect(hosts).toEqual(['ant', 'bee', 'c', 'd', 'e']);
  });

  it('shows the workers above the ends of backtests while backtests are short', () => {
    const done = JOBS.slice(0, 9).map((job): RunEvent => {
      return {
        type: 'job-finished',
        at: 2_100,
        job,
        outcome: doneOf(job.id),
        trades: TRADES,
        attempts: 1,
        replayed: false,
      };
    });
    expect(blockOf([...eventsOf(TWO), ...done])).toEqual([
      expect.stringMatching(/^ant /),
      expect.stringMatching(/^bee /),
      expect.stringMatching(/^━+╌+$/),
      expect.stringContaining('9 of 60'),
    ]);
  });

  it('fits every terminal: no line is wider, no block higher', () => {
    const hosts = fc.array(
      fc.record({
        host: fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 64 }),
        state: fc.constantFrom('playing' as const, 'silent' as const, 'left' as const, 'refused' as const),
        threads: fc.integer({ min: 1, max: 5 }),
        jobs: fc.nat(10_000_000),
        node: fc.constantFrom('20.19.0', '20.20.0'),
      }),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(hosts, fc.integer({ min: 20, max: 300 }), fc.integer({ min: 4, max: 60 }), (found, columns, rows) => {
        const workers = found.map((change, index) => workerOf(`w${index}`, { firstThread: 5 * index, ...change }));
        const block = blockOf(eventsOf(workers), { columns, rows });
        expect(block.length).toBeLessThanOrEqual(rows - 2);
        expect(block.filter((line) => line.length > columns)).toEqual([]);
      }),
    );
  });
});

describe('lines about workers', () => {
  const linesOf = (...moments: readonly (readonly WorkerState[])[]) => {
    const narrate = createNarrator(PLAIN);
    return moments.map((workers, second) => narrate({ type: 'workers', at: 1_000 * second, workers }));
  };
  const [ant, bee] = TWO;
  const as = (worker: WorkerState, state: WorkerState['state']): WorkerState => ({ ...worker, state });

  it('tell who joins and who left, once', () => {
    expect(linesOf([ant, bee], [ant, bee], [as(ant, 'left'), bee], [as(ant, 'left'), bee], [bee, ant])).toEqual([
      ['workers: ant (2 threads) and bee (1) join'],
      [],
      ['workers: ant left'],
      [],
      ['workers: ant (2 threads) joins'],
    ]);
    expect(linesOf([ant], [as(ant, 'left'), bee])[1]).toEqual(['workers: bee (1 thread) joins; ant left']);
  });

  it('say nothing of what warnings tell: who is silent, and who refuses', () => {
    expect(linesOf([ant], [as(ant, 'silent'), as(bee, 'refused')])[1]).toEqual([]);
  });

  it('name few of many, and no escape sequence', () => {
    expect(linesOf(TEN)).toEqual([
      ['workers: host-0 (4 threads), host-1 (4), host-2 (4), host-3 (4), host-4 (4) and 5 others join'],
    ]);
    expect(linesOf([{ ...bee, host: '\u001b[2Jevil\u202e' }])).toEqual([['workers: evil (1 thread) joins']]);
  });
});
