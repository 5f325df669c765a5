import { describe, expect, it } from 'vitest';
import type { Job } from '../../../src/model/job.ts';
import type { FinalOutcome } from '../../../src/model/outcome.ts';
import type { RunParts } from '../../../src/run/coordinator/parts.ts';
import { UNNOTED } from '../../../src/run/coordinator/unnoted.ts';
import type { JobProgress, RunEvent } from '../../../src/run/events.ts';
import type { BegunJobs, ChunkListener, Clock, Ending, JournalEntry } from '../../../src/run/ports.ts';
import { resultRecordOf } from '../../../src/run/results/result-record.ts';
import type { Results } from '../../../src/run/results/results.ts';
import { cancelled, died, done, doneOutcome, ScriptedExecutor, scene, Witness } from '../support/parts.ts';

const IDS = ['a', 'b', 'c', 'd', 'e'];

describe('a run', () => {
  it('plays every job in the order of the batch and reports them in it', async () => {
    const { executor, run } = scene(IDS, new ScriptedExecutor(1));
    const { reason, report } = await run();
    expect(reason).toBe('finished');
    expect(executor.played).toEqual(IDS);
    expect(report.jobs.map((job) => [job.id, job.status, job.hash])).toEqual(
      IDS.map((id) => [id, 'done', `hash of ${id}`]),
    );
    expect(report.totals).toEqual({ jobs: 5, done: 5, failed: 0, cancelled: 0, cached: 0 });
    expect(report.run.finished).toBe('1970-01-01T00:00:00.000Z');
  });

  it('reports in the order of the batch when jobs end in another', async () => {
    let end: (ending: Ending) => void = () => {};
    const slow = new Promise<Ending>((resolve) => {
      end = resolve;
    });
    const finishes = (event: RunEvent) => {
      if (event.type === 'job-finished' && event.job.id === 'e') end(done('a'));
    };
    const { witness, run } = scene(IDS, new ScriptedExecutor(2, { a: [slow] }), {
      reporters: [{ on: finishes, close: async () => {} }],
    });
    const { report } = await run();
    expect(witness.entries.map((entry) => entry.outcome.jobId)).toEqual(['b', 'c', 'd', 'e', 'a']);
    expect(report.jobs.map((job) => job.id)).toEqual(IDS);
  });

  it.each([1, 2, 3, 8])('keeps no more jobs in flight than its %i threads', async (threads) => {
    const { executor, run } = scene(IDS, new ScriptedExecutor(threads));
    await run();
    expect(executor.mostInFlight).toBe(Math.min(threads, IDS.length));
  });

  it('journals an outcome before anyone hears of it', async () => {
    const { witness, run } = scene(['a', 'b'], new ScriptedExecutor(1));
    await run();
    expect(witness.order).toEqual(['journal a', 'told a', 'journal b', 'told b']);
  });

  it('tells the beginning first and the report last', async () => {
    const { witness, run } = scene(['a'], new ScriptedExecutor(1));
    const { report } = await run();
    expect(witness.events.map((event) => event.type)).toEqual([
      'run-started',
      'job-started',
      'job-finished',
      'run-finished',
    ]);
    expect(witness.events.at(-1)).toMatchObject({ report });
  });

  it('goes on when a backtest fails, and journals the failure', async () => {
    const failure = { code: 'StrategyError', message: 'oops', stack: 'at trend.ts:1' };
    const failed: Ending = {
      kind: 'outcome',
      outcome: { status: 'failed', jobId: 'a', seconds: 1, failure },
      recorded: null,
    };
    const { witness, run } = scene(['a', 'b'], new ScriptedExecutor(1, { a: [failed] }));
    const { report } = await run();
    expect(report.totals).toMatchObject({ done: 1, failed: 1 });
    expect(report.jobs[0]).toMatchObject({ status: 'failed', error: failure, hash: null, attempts: 1 });
    expect(witness.entries).toHaveLength(2);
  });

  it('tells progress as often as the clock asks for it, and nothing when nothing runs', async () => {
    let tick: () => void = () => {};
    const clock: Clock = {
      now: () => 0,
      every: (_ms, callback) => {
        tick = callback;
        return () => {
          tick = () => {};
        };
      },
    };
    const progress: JobProgress = { jobId: 'a', thread: 0, minutes: 7, totalMinutes: 1440 };
    class Ticking extends ScriptedExecutor {
      #running: JobProgress[] = [];
      override progress(): readonly JobProgress[] {
        return this.#running;
      }
      override async play(jobs: readonly Job[], listener: ChunkListener) {
        tick();
        this.#running = [progress];
        tick();
        return super.play(jobs, listener);
      }
    }
    const { witness, run } = scene(['a'], new Ticking(1), { clock });
    await run();
    tick();
    const told = witness.events.filter((event) => event.type === 'progress');
    expect(told).toEqual([{ type: 'progress', at: 0, jobs: [progress] }]);
  });
});

describe('the threads in the report', () => {
  it('are the most that an executor had at one time', async () => {
    class Changing extends ScriptedExecutor {
      override threads = 1;
      #grown = () => {};
      onGrowth(callback: () => void): void {
        this.#grown = callback;
      }
      override async play(jobs: readonly Job[], listener: ChunkListener) {
        this.threads = jobs[0].id === 'a' ? 3 : 2;
        if (jobs[0].id === 'a') this.#grown();
        return super.play(jobs, listener);
      }
    }
    const { report } = await scene(IDS, new Changing(1)).run();
    expect(report.environment.threads).toBe(3);
  });

  it('are those of the run where nothing is left to play', async () => {
    const found = IDS.map((id): JournalEntry => ({ outcome: doneOutcome(id), attempts: 1, impurities: [] }));
    const environment = { jbt: '0', node: '0', platform: 'test', cores: 2, threads: 0 };
    const { report } = await scene(IDS, new ScriptedExecutor(4), { found, environment }).run();
    expect(report.environment.threads).toBe(0);
  });
});

describe('jobs that are over in a moment', () => {
  const many = Array.from({ length: 200 }, (_, index) => `job ${index}`);
  const inOneMs = (ids: readonly string[]) => Object.fromEntries(ids.map((id) => [id, [done(id, 0.001)]]));

  it('are handed out in chunks once one of them is measured, and one by one at the end', async () => {
    const { executor, witness, run } = scene(many, new ScriptedExecutor(2, inOneMs(many)));
    const { report } = await run();
    expect(report.totals).toMatchObject({ done: 200 });
    const sizes = executor.chunks.map((chunk) => chunk.length);
    expect(sizes[0]).toBe(1);
    expect(Math.max(...sizes)).toBe(25);
    expect(sizes.slice(-4)).toEqual([1, 1, 1, 1]);
    expect(executor.chunks.flat()).toEqual(many);
    expect(witness.entries).toHaveLength(200);
  });

  it('are told of one after the other, each with its beginning', async () => {
    const { witness, run } = scene(many, new ScriptedExecutor(1, inOneMs(many)));
    await run();
    const told = witness.events.flatMap((event) =>
      event.type === 'job-started' || event.type === 'job-finished' ? [`${event.type} ${event.job.id}`] : [],
    );
    expect(told).toEqual(many.flatMap((id) => [`job-started ${id}`, `job-finished ${id}`]));
  });

  it('come back to the queue, unblamed, when their worker dies of the job before them', async () => {
    const script = { ...inOneMs(many), 'job 9': [died('WorkerDied'), died('WorkerDied')] };
    const { executor, witness, run } = scene(many, new ScriptedExecutor(1, script));
    const { report } = await run();
    expect(report.totals).toMatchObject({ done: 199, failed: 1 });
    expect(executor.played.filter((id) => id === 'job 9')).toHaveLength(2);
    expect(new Set(executor.played).size).toBe(executor.played.length - 1);
    expect(witness.events.flatMap((event) => (event.type === 'job-retried' ? [event.jobId] : []))).toEqual(['job 9']);
  });
});

describe('long jobs', () => {
  it('are sent to whoever is free, and never ahead', async () => {
    const { executor, run } = scene(IDS, new ScriptedExecutor(2));
    await run();
    expect(executor.chunks.map((chunk) => chunk.length)).toEqual([1, 1, 1, 1, 1]);
    expect(executor.mostInFlight).toBe(2);
  });
});

describe('a job whose worker died', () => {
  it('is retried once and then counts as done', async () => {
    const { witness, executor, run } = scene(['a', 'b'], new ScriptedExecutor(1, { a: [died('WorkerDied')] }));
    const { report } = await run();
    expect(executor.played).toEqual(['a', 'a', 'b']);
    expect(report.jobs[0]).toMatchObject({ status: 'done', attempts: 2 });
    expect(witness.events.find((event) => event.type === 'job-retried')).toMatchObject({
      jobId: 'a',
      reason: 'ended by WorkerDied',
    });
  });

  it('fails for good with the reason when its worker dies again', async () => {
    const script = { a: [died('WorkerDied'), died('OutOfMemory')] };
    const { executor, run } = scene(['a', 'b'], new ScriptedExecutor(1, script));
    const { reason, report } = await run();
    expect(executor.played).toEqual(['a', 'a', 'b']);
    expect(report.jobs[0]).toMatchObject({ status: 'failed', attempts: 2, error: { code: 'OutOfMemory' } });
    expect(reason).toBe('finished');
  });

  it('is not retried when it was ended for being slow', async () => {
    const { executor, run } = scene(['a', 'b'], new ScriptedExecutor(1, { a: [died('Timeout')] }));
    const { report } = await run();
    expect(executor.played).toEqual(['a', 'b']);
    expect(report.jobs[0]).toMatchObject({ status: 'failed', attempts: 1, error: { code: 'Timeout' } });
  });
});

describe('workers that keep dying', () => {
  const many = Array.from({ length: 20 }, (_, index) => `job ${index}`);
  const always = (code: string) => Object.fromEntries(many.map((id) => [id, [died(code), died(code)]]));

  it('end the run when more than half of its jobs did it twice; the rest is cancelled and not journalled', async () => {
    const { witness, executor, run } = scene(many, new ScriptedExecutor(1, always('WorkerDied')));
    const { reason, report } = await run();
    expect(reason).toBe('exhausted');
    expect(executor.played).toHaveLength(2 * 11);
    expect(report.totals).toMatchObject({ failed: 11, cancelled: 9 });
    expect(report.run.finished).toBeNull();
    expect(witness.entries).toHaveLength(11);
    expect(witness.warnings()).toEqual(['11 of 20 backtests ended their workers, each twice: the run stops here']);
  });

  it.each([1, 2])('fail their own jobs and no others while they are few, on %i threads', async (threads) => {
    const good = Array.from({ length: 200 }, (_, index) => `good ${index}`);
    const deadly = Array.from({ length: 50 }, (_, index) => `deadly ${index}`);
    const script = Object.fromEntries(deadly.map((id) => [id, [died('WorkerDied'), died('WorkerDied')]]));
    const { run } = scene([...deadly, ...good], new ScriptedExecutor(threads, script));
    expect(await run()).toMatchObject({ reason: 'finished', report: { totals: { done: 200, failed: 50 } } });
  });

  it('do not end the run of a few jobs before all are played', async () => {
    const { run } = scene(many.slice(0, 4), new ScriptedExecutor(1, always('WorkerDied')));
    expect(await run()).toMatchObject({ reason: 'finished', report: { totals: { failed: 4 } } });
  });

  it('do not end the run when all were ended for being slow', async () => {
    const { run } = scene(many, new ScriptedExecutor(1, always('Timeout')));
    expect(await run()).toMatchObject({ reason: 'finished', report: { totals: { failed: 20 } } });
  });
});

describe('a job that was being played when the process died', () => {
  function noted(deaths: Readonly<Record<string, number>>): BegunJobs & { readonly lines: string[] } {
    const lines: string[] = [];
    return {
      deaths: new Map(Object.entries(deaths)),
      lines,
      begin: (jobIds) => lines.push(`begun ${jobIds.join(' ')}`),
      giveUp: (jobIds) => lines.push(`over ${jobIds.join(' ')}`),
      close: () => {},
    };
  }

  it('is played first and alone, so that another death tells who it was', async () => {
    const { executor, run } = scene(IDS, new ScriptedExecutor(3), { begun: noted({ c: 1, e: 1 }) });
    const finishes = run();
    expect(executor.played).toEqual(['c']);
    const { report } = await finishes;
    expect(executor.played).toEqual(['c', 'e', 'a', 'b', 'd']);
    expect(report.totals).toMatchObject({ done: 5 });
  });

  it('fails without being played when that happened twice, and the rest goes on', async () => {
    const { executor, witness, run } = scene(IDS, new ScriptedExecutor(1), { begun: noted({ c: 2 }) });
    const { reason, report } = await run();
    expect(reason).toBe('finished');
    expect(executor.played).toEqual(['a', 'b', 'd', 'e']);
    expect(report.jobs[2]).toMatchObject({ status: 'failed', attempts: 2, error: { code: 'WorkerDied' } });
    expect(witness.entries).toHaveLength(5);
  });

  it('is noted before it is played, and not blamed when the run is stopped', async () => {
    const begun = noted({});
    const never = new Promise<Ending>(() => {});
    const { coordinator, run } = scene(IDS, new ScriptedExecutor(1, { b: [never] }), { begun });
    const ended = run();
    await new Promise(setImmediate);
    coordinator.stop();
    await ended;
    expect(begun.lines).toEqual(['begun a', 'begun b', 'over b']);
  });
});

describe('a job that is cancelled', () => {
  const ids = ['1-a', '2-b', '3-c', '4-d'];

  it('is never begun when it waits, and the others are played', async () => {
    const never = new Promise<Ending>(() => {});
    const { coordinator, witness, executor, run } = scene(ids, new ScriptedExecutor(1, { '4-d': [never] }));
    const ended = run();
    expect(coordinator.cancel('3-c')).toBe(true);
    await new Promise(setImmediate);
    expect(executor.played).toEqual(['1-a', '2-b', '4-d']);
    coordinator.stop();
    const { reason, report } = await ended;
    expect(reason).toBe('interrupted');
    expect(report.jobs.map((job) => job.status)).toEqual(['done', 'done', 'cancelled', 'cancelled']);
    expect(witness.entries.map((entry) => entry.outcome.jobId)).toEqual(['1-a', '2-b']);
    expect(witness.order).toContain('told 3-c');
  });

  it.each([
    ['is ended by its executor', (id: string): Ending => cancelled(id)],
    ['has come to a result meanwhile', (id: string): Ending => done(id)],
    ['takes its worker with it', (): Ending => died('WorkerDied')],
  ])('is cancelled when it runs and %s', async (_title, endingOf) => {
    let end: (ending: Ending) => void = () => {};
    const running = new Promise<Ending>((resolve) => {
      end = resolve;
    });
    const { coordinator, witness, executor, run } = scene(ids, new ScriptedExecutor(1, { '2-b': [running] }));
    const ended = run();
    await new Promise(setImmediate);
    coordinator.cancel('2-b');
    expect(executor.cancelled).toEqual(['2-b']);
    end(endingOf('2-b'));
    const { reason, report } = await ended;
    expect(reason).toBe('interrupted');
    expect(report.jobs.map((job) => job.status)).toEqual(['done', 'cancelled', 'done', 'done']);
    expect(witness.entries.map((entry) => entry.outcome.jobId)).toEqual(['1-a', '3-c', '4-d']);
    expect(executor.played).toEqual(ids);
  });

  it('is refused when the run has no such job', () => {
    const { coordinator, executor } = scene(ids, new ScriptedExecutor(1));
    for (const id of ['5-e', '1-b', 'a', '']) expect(coordinator.cancel(id)).toBe(false);
    expect(executor.cancelled).toEqual([]);
  });
});

describe('a run that is stopped', () => {
  it('begins no more jobs, cancels the running one, and journals only what is over', async () => {
    const never = new Promise<Ending>(() => {});
    const { coordinator, witness, executor, run } = scene(IDS, new ScriptedExecutor(1, { b: [never] }), {});
    const ended = run();
    await new Promise(setImmediate);
    coordinator.stop();
    const { reason, report } = await ended;
    expect(reason).toBe('interrupted');
    expect(executor.played).toEqual(['a', 'b']);
    expect(report.jobs.map((job) => job.status)).toEqual(['done', 'cancelled', 'cancelled', 'cancelled', 'cancelled']);
    expect(report.run.finished).toBeNull();
    expect(witness.entries.map((entry) => entry.outcome.jobId)).toEqual(['a']);
    expect(witness.events.map((event) => event.type)).toContain('run-stopping');
  });

  it('takes a worker that had to be ended as cancelled, so that its job is played when the run is resumed', async () => {
    let end: (ending: Ending) => void = () => {};
    const stuck = new Promise<Ending>((resolve) => {
      end = resolve;
    });
    class Stuck extends ScriptedExecutor {
      override stop(): void {
        end(died('WorkerDied'));
      }
    }
    const { coordinator, witness, run } = scene(['a'], new Stuck(1, { a: [stuck] }));
    const ended = run();
    coordinator.stop();
    expect((await ended).report.jobs[0].status).toBe('cancelled');
    expect(witness.entries).toEqual([]);
  });

  it('is finished all the same when nothing was left to do', async () => {
    let stop: () => void = () => {};
    const stopAtTheEnd = (event: RunEvent) => {
      if (event.type === 'job-finished') stop();
    };
    const reporters = [{ on: stopAtTheEnd, close: async () => {} }];
    const { coordinator, run } = scene(['a'], new ScriptedExecutor(1), { reporters });
    stop = () => coordinator.stop();
    expect((await run()).reason).toBe('finished');
  });
});

function entry(jobId: string): JournalEntry {
  const result = { hash: `hash of ${jobId}`, metrics: { total: 0 }, trades: 0, equity: [], candles: 1440, orders: 0 };
  return { attempts: 1, outcome: { status: 'done', jobId, seconds: 1, result }, impurities: [] };
}

describe('a run that goes on where another was interrupted', () => {
  it('plays only what is missing and comes to the same report', async () => {
    const found = ['a', 'c'].map(entry);
    const resumed = scene(IDS, new ScriptedExecutor(1), { found });
    const { report } = await resumed.run();
    const undisturbed = await scene(IDS, new ScriptedExecutor(1)).run();
    expect(resumed.executor.played).toEqual(['b', 'd', 'e']);
    expect(report).toEqual(undisturbed.report);
  });

  it('tells what was found before anything is played, and does not journal it again', async () => {
    const { witness, run } = scene(['a', 'b'], new ScriptedExecutor(1), { found: [entry('b')] });
    await run();
    expect(witness.order).toEqual(['told b', 'journal a', 'told a']);
    const told = witness.events.flatMap((event) => (event.type === 'job-finished' ? [event] : []));
    expect(told.map((event) => event.replayed)).toEqual([true, false]);
    expect(told[0].outcome).toEqual(doneOutcome('b'));
  });
});

describe('a reporter that throws', () => {
  it('is dropped with a warning to the others and does not harm the run', async () => {
    let heard = 0;
    class Broken {
      on(): void {
        heard += 1;
        throw new Error('no paper');
      }
      async close(): Promise<void> {}
    }
    const executor = new ScriptedExecutor(1);
    const others = new Witness();
    const { run } = scene(['a', 'b'], executor, { reporters: [new Broken(), others] });
    const { reason } = await run();
    expect(reason).toBe('finished');
    expect(heard).toBe(1);
    expect(others.warnings()).toEqual(['Broken failed at run-started and is switched off: no paper']);
    expect(others.events.filter((event) => event.type === 'job-finished')).toHaveLength(2);
  });
});

describe('a journal that cannot be written', () => {
  it('ends the run at once with its error', async () => {
    const journal = {
      append: () => {
        throw new Error('disk full');
      },
      close: () => {},
    };
    const { executor, run } = scene(IDS, new ScriptedExecutor(2), { journal });
    await expect(run()).rejects.toThrow('disk full');
    expect(executor.played).toEqual(['a', 'b']);
  });
});

describe('a run of which earlier runs found a part', () => {
  const NO_EVIDENCE = resultRecordOf({ trades: [], orders: [], equity: [] });
  const known = new Set(['a', 'c']);
  const results: Results = {
    keepsRecords: false,
    recordOf: () => null,
    find: ({ id }) => (known.has(id) ? { outcome: doneOutcome(id), record: NO_EVIDENCE } : null),
    keep() {},
    flush() {},
    counts: () => ({ hits: 0, misses: 0 }),
  };

  it('plays only the rest, and says what it did not play', async () => {
    const { executor, witness, run } = scene(IDS, new ScriptedExecutor(2), { results });
    const { reason, report } = await run();
    expect(reason).toBe('finished');
    expect(executor.played).toEqual(['b', 'd', 'e']);
    expect(report.totals).toEqual({ jobs: 5, done: 5, failed: 0, cancelled: 0, cached: 2 });
    expect(report.jobs.map(({ cached, attempts }) => [cached, attempts])).toEqual([
      [true, 0],
      [false, 1],
      [true, 0],
      [false, 1],
      [false, 1],
    ]);
    expect(report.jobs.map(({ hash }) => hash)).toEqual(IDS.map((id) => `hash of ${id}`));
    expect(witness.order.slice(0, 4)).toEqual(['journal a', 'told a', 'journal c', 'told c']);
    const replayed = witness.events.flatMap((event) =>
      event.type === 'job-finished' && event.replayed ? event.job.id : [],
    );
    expect(replayed).toEqual(['a', 'c']);
  });

  it('asks the journal of the interrupted run first', async () => {
    const result = { hash: 'of the journal', metrics: {}, trades: 0, equity: [], candles: 1440, orders: 0 };
    const entry: JournalEntry = {
      attempts: 2,
      outcome: { status: 'done', jobId: 'a', seconds: 1, result },
      impurities: [],
    };
    const { report } = await scene(['a'], new ScriptedExecutor(1), { results, found: [entry] }).run();
    expect(report.jobs[0]).toMatchObject({ hash: 'of the journal', cached: false, attempts: 2 });
  });

  it('keeps what it finds, and writes it down before the end', async () => {
    const kept: string[] = [];
    const keeping: Results = { ...results, keep: (job) => kept.push(job.id), flush: () => kept.push('flush') };
    const { witness, run } = scene(['a', 'b'], new ScriptedExecutor(1), { results: keeping });
    await run();
    expect(kept).toEqual(['b', 'flush']);
    expect(witness.events.at(-1)?.type).toBe('run-finished');
  });

  it('says once of a strategy why its results are not kept, and of each job in the report', async () => {
    const impurities = ['it uses Math.random() (trend.ts:3)', 'it uses Date.now() (trend.ts:4)'];
    const ending = (id: string): Ending => ({
      kind: 'outcome',
      outcome: doneOutcome(id),
      recorded: { record: { bytes: new Uint8Array(), words: '[]', isPacked: false }, impurities },
    });
    const script = { a: [ending('a')], b: [ending('b')] };
    const { witness, run } = scene(['a', 'b', 'c'], new ScriptedExecutor(1, script));
    const { report } = await run();
    expect(witness.warnings()).toEqual([
      'results of trend are not kept for later runs: it uses Math.random() (trend.ts:3), and 1 more',
    ]);
    expect(report.jobs.map((job) => job.notes)).toEqual([impurities, impurities, []]);
  });
});

describe('a run of more jobs than a report has rows', () => {
  const ids = Array.from({ length: 10_500 }, (_, index) => `${String(index + 1).padStart(4, '0')}-job`);
  const profitOf = (id: string): number => Number.parseInt(id, 10) % 1000;
  const outcomeOf = (id: string): FinalOutcome => {
    const metrics = { net_profit_percentage: profitOf(id) };
    const result = { hash: `hash of ${id}`, metrics, trades: 0, equity: [], candles: 1440, orders: 0 };
    return { status: 'done', jobId: id, seconds: 0.0001, result };
  };
  const failure = { code: 'StrategyError', message: 'oops', stack: null };
  const endingOf = (id: string): Ending => {
    const failed: FinalOutcome = { status: 'failed', jobId: id, seconds: 0, failure };
    return { kind: 'outcome', outcome: id.startsWith('0007') ? failed : outcomeOf(id), recorded: null };
  };
  const open = (changes: Partial<RunParts> = {}) =>
    scene(ids, new ScriptedExecutor(2, Object.fromEntries(ids.map((id) => [id, [endingOf(id)]]))), changes);

  it('reports the best and the failed, all counts, and where the others are', async () => {
    const { witness, run } = open();
    const { reason, report } = await run();
    expect(reason).toBe('finished');
    expect(report).toMatchObject({
      format: 2,
      totals: { jobs: 10_500, done: 10_499, failed: 1, cancelled: 0, cached: 0 },
      rows: { file: 'journal.ndjson', minutes: 10_499 * 1440 },
    });
    const profits = report.jobs.map(({ metrics }) => metrics?.net_profit_percentage);
    const expected = ids.map(profitOf).sort((a, b) => b - a);
    expect(profits).toEqual([...expected.slice(0, 100), undefined]);
    expect(report.jobs.at(-1)).toMatchObject({ id: '0007-job', error: failure });
    expect(new Set(witness.entries.map(({ outcome }) => outcome.jobId)).size).toBe(10_500);
  });

  it('goes on where it was interrupted, with every outcome once, and comes to the same report', async () => {
    const known = ids.slice(2000, 9000).map((id): JournalEntry => {
      return { attempts: 1, outcome: outcomeOf(id), impurities: [] };
    });
    const stranger: JournalEntry = { attempts: 1, outcome: outcomeOf('0001-other'), impurities: [] };
    const resumed = open({ found: [...known, stranger, known[0]] });
    const { report } = await resumed.run();
    expect(report).toEqual((await open().run()).report);
    expect(resumed.executor.played.sort()).toEqual([...ids.slice(0, 2000), ...ids.slice(9000)].sort());
    const told = resumed.witness.events.filter((event) => event.type === 'job-finished');
    expect(told).toHaveLength(10_500);
  });

  it('plays the jobs that the process died with first', async () => {
    const begun: BegunJobs = { ...UNNOTED, deaths: new Map([['9000-job', 1]]) };
    const { executor, run } = open({ begun });
    const finished = run();
    expect(executor.played).toEqual(['9000-job']);
    expect(await finished).toMatchObject({ reason: 'finished' });
    expect(executor.played).toHaveLength(10_500);
  });
});
