import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createInlineExecutor } from '../../../../src/adapters/executors/inline.ts';
import {
  createPiscinaExecutor,
  type PiscinaExecutorOptions,
} from '../../../../src/adapters/executors/piscina/executor.ts';
import { sha256 } from '../../../../src/adapters/system/digest.ts';
import { valuesV8 } from '../../../../src/adapters/system/value-codec.ts';
import type { Job } from '../../../../src/model/job.ts';
import type { Executor } from '../../../../src/run/ports.ts';
import { conformsAsExecutor } from '../../../conformance/executor/executor.ts';
import {
  closing,
  jobOf,
  outcomeOf,
  type Played,
  play,
  playChunk,
  useStage,
  withoutSeconds,
} from '../../../conformance/executor/support.ts';

const INLINE = { timeoutMs: null, digest: sha256, codec: valuesV8, values: null };
const LIMITS = {
  values: null,
  threads: 2,
  timeoutMs: null,
  stallMs: null,
  warn: () => {},
  graceMs: 200,
  memoryLimitMb: 256,
};

/** Plays jobs as a coordinator does: one for each thread at a time. */
async function playAll(executor: Executor, jobs: readonly Job[]): Promise<ReadonlyMap<Job, Played>> {
  const waiting = [...jobs];
  const played = new Map<Job, Played>();
  const keepBusy = async (): Promise<void> => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift())
      played.set(job, await play(executor, job));
  };
  await Promise.all(Array.from({ length: executor.threads }, keepBusy));
  return played;
}

describe('the piscina executor', () => {
  conformsAsExecutor((set, timeoutMs) => createPiscinaExecutor({ ...LIMITS, shared: set, timeoutMs }));

  const shared = useStage();
  const open = (options: Partial<PiscinaExecutorOptions> = {}): Executor =>
    closing(createPiscinaExecutor({ ...LIMITS, shared: shared(), ...options }));

  it('finds the same as the inline executor, to the bit', async () => {
    const threads = open();
    const inline = closing(createInlineExecutor({ ...INLINE, shared: shared() }));
    const jobs = [
      jobOf('trades'),
      jobOf('trades', { fast: 9 }),
      jobOf('talks'),
      jobOf('throwsText'),
      jobOf('misshapes'),
    ];
    for (const [job, { ending, facts }] of await playAll(threads, jobs)) {
      const expected = await play(inline, job);
      if (ending.kind === 'died' || expected.ending.kind === 'died') throw new Error('a worker died');
      expect(withoutSeconds(ending.outcome)).toEqual(withoutSeconds(expected.ending.outcome));
      expect(facts).toEqual(expected.facts);
    }
  });

  it('numbers its threads and tells how far they are', async () => {
    const executor = open();
    const playing = Promise.all([play(executor, jobOf('idles')), play(executor, jobOf('idles'))]);
    while (executor.progress().length < 2 || executor.progress().some(({ minutes }) => minutes === 0)) await sleep(10);
    const progress = executor.progress();
    expect(progress.map(({ thread }) => thread)).toEqual([0, 1]);
    for (const { minutes, totalMinutes } of progress) {
      expect(minutes % 1440).toBe(0);
      expect(totalMinutes).toBe(10 * 1440);
    }
    executor.stop();
    expect((await playing).map(({ thread }) => thread)).toEqual([0, 1]);
  });

  it.each([
    ['exits', 'WorkerDied', 'exit code 3'],
    ['strays', 'WorkerDied', 'gone astray'],
  ])('reports the death of a thread whose strategy %s as %s', async (strategy, code, message) => {
    const { ending } = await play(open({ threads: 1 }), jobOf(strategy));
    expect(ending).toMatchObject({ kind: 'died', failure: { code, message: expect.stringContaining(message) } });
  });

  it.each(['hoardsObjects', 'hoardsNumbers', 'hoardsBuffers', 'hoardsDaily'])(
    'reports the death of a thread whose strategy %s as OutOfMemory and goes on',
    async (strategy) => {
      const executor = open();
      const { ending } = await play(executor, jobOf(strategy));
      const message = 'the backtest needed more than the 256 MB of memory that a worker may use (--memory)';
      expect(ending).toEqual({ kind: 'died', failure: { code: 'OutOfMemory', message, stack: null } });
      expect(await outcomeOf(executor, jobOf('trades', {}, 2))).toMatchObject({ status: 'done' });
    },
  );

  it('tells what was said before a death before it tells of the death', async () => {
    const { facts } = await play(open(), jobOf('exits'));
    expect(facts.map((fact) => fact.kind === 'log' && fact.message)).toContain('about to exit');
  });

  it('ends a loop without end that takes too long', async () => {
    const { ending, facts } = await play(open({ timeoutMs: 1000 }), jobOf('loops'));
    const failure = { code: 'Timeout', message: 'took longer than 1s (--timeout)', stack: null };
    expect(ending).toMatchObject({ kind: 'outcome', outcome: { status: 'failed', failure } });
    expect(facts).toHaveLength(1);
  });

  it('gives back what it had to end a thread before, and after, and blames the loop alone', async () => {
    const executor = open({ threads: 1, timeoutMs: 3000 });
    const named = (strategy: string, n: number): Job => ({ ...jobOf(strategy, {}, 2), id: `${strategy} ${n}` });
    const jobs = [1, 2, 3, 4, 5, 6].map((n) => named(n === 4 ? 'loopsInSilence' : 'trades', n));
    const ended = new Map<Job, string>();
    for (let waiting: readonly Job[] = jobs; waiting.length > 0; ) {
      const { endings, left } = await playChunk(executor, waiting);
      for (const { job, ending } of endings) {
        expect(ended.has(job)).toBe(false);
        ended.set(job, ending.kind === 'outcome' ? ending.outcome.status : 'died');
      }
      waiting = left;
    }
    const expected = jobs.map((job, index) => [job.id, index === 3 ? 'failed' : 'done']);
    expect(jobs.map((job) => [job.id, ended.get(job)])).toEqual(expected);
  });

  it('ends a loop without end whose thread has computed for too long, and tells of it', async () => {
    const { ending } = await play(open({ stallMs: 300 }), jobOf('loops'));
    const message =
      'played no simulated day while its thread computed for 300ms (--stall): is there a loop without end?';
    const failure = { code: 'Stalled', message, stack: null };
    expect(ending).toMatchObject({ kind: 'outcome', outcome: { status: 'failed', failure } });
  });

  it('lets a backtest compute for as long as its days go by', async () => {
    const { ending } = await play(open({ stallMs: 1000 }), jobOf('idles'));
    expect(ending).toMatchObject({ kind: 'outcome', outcome: { status: 'done' } });
  });

  it('ends a loop without end after the grace period when it is stopped', async () => {
    const executor = open();
    const { endings } = await playChunk(executor, [jobOf('loops')], { facts: () => executor.stop() });
    expect(endings).toMatchObject([{ ending: { kind: 'outcome', outcome: { status: 'cancelled' } } }]);
  });

  it('ends what runs at once when it is closed', async () => {
    const executor = open({ graceMs: 60_000 });
    let begun = 0;
    const begin = (): void => {
      begun += 1;
      if (begun === 2) closed = executor.close();
    };
    let closed: Promise<void> | null = null;
    const playing = ['loops', 'idles'].map((name) => playChunk(executor, [jobOf(name)], { facts: begin }));
    const endings = (await Promise.all(playing)).flatMap((played) => played.endings);
    for (const { ending } of endings)
      expect(ending).toMatchObject({ kind: 'outcome', outcome: { status: 'cancelled' } });
    expect(endings).toHaveLength(2);
    await closed;
  });

  it('leaves the other threads alone when one dies', async () => {
    const executor = open();
    const [idling, ...deaths] = await Promise.all([
      play(executor, jobOf('idles')),
      play(executor, jobOf('exits')).then(() => play(executor, jobOf('exits'))),
    ]);
    expect(idling.ending).toMatchObject({ kind: 'outcome', outcome: { status: 'done' } });
    expect(deaths).toMatchObject([{ ending: { kind: 'died' } }]);
  });

  it('loses nothing in 200 jobs of which 20 die', async () => {
    const executor = open();
    const expected = await outcomeOf(executor, jobOf('trades', {}, 2));
    const jobs = Array.from({ length: 200 }, (_, i) => ({
      ...jobOf(i % 10 === 7 ? 'exits' : 'trades', {}, 2),
      id: `job-${i}`,
    }));
    const played = await playAll(executor, jobs);
    expect(played.size).toBe(200);
    for (const [job, { ending }] of played) {
      if (job.routes[0].strategy === 'exits') expect(ending.kind).toBe('died');
      else expect(ending).toMatchObject({ outcome: { ...withoutSeconds(expected), jobId: job.id } });
    }
  });

  it('keeps nothing of the jobs it has played', async () => {
    const executor = open();
    const count = (): number =>
      process.getActiveResourcesInfo().filter((name) => /MessagePort|Timeout/.test(name)).length;
    await playAll(executor, [jobOf('throwsText'), jobOf('throwsText')]);
    const before = count();
    await playAll(
      executor,
      Array.from({ length: 300 }, () => jobOf('throwsText')),
    );
    expect(count()).toBeLessThan(before + 10);
  });
});
