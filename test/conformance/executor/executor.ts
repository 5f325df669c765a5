import { describe, expect, it } from 'vitest';
import { recordPacker } from '../../../src/adapters/system/record-packer.ts';
import type { Executor, SharedInputs } from '../../../src/run/ports.ts';
import { readResultRecord } from '../../../src/run/results/result-record.ts';
import { closing, jobOf, outcomeOf, play, playChunk, useStage, withoutSeconds } from './support.ts';

/** Makes an executor for a shared; jobs may take `timeoutMs`. */
export type MakeExecutor = (shared: SharedInputs, timeoutMs: number | null) => Executor;

const GRID = [3, 5, 8, 13].flatMap((fast) => [20, 50].map((slow) => jobOf('trades', { fast, slow })));

/** Rules of every executor. */
export function conformsAsExecutor(make: MakeExecutor): void {
  const shared = useStage();
  const open = (timeoutMs: number | null = null): Executor => closing(make(shared(), timeoutMs));

  describe('plays jobs', () => {
    it('with trades, metrics, equity and a hash of them', async () => {
      const { ending } = await play(open(), jobOf('trades'));
      if (ending.kind === 'died' || ending.outcome.status !== 'done') throw new Error(JSON.stringify(ending));
      const { result } = ending.outcome;
      expect(result.trades).toBeGreaterThan(10);
      const record = ending.recorded?.record ?? { bytes: new Uint8Array(), words: '', isPacked: false };
      const { trades, orders, equity } = readResultRecord(recordPacker.unpack(record));
      expect([trades.length, orders.length, equity]).toEqual([result.trades, result.orders, result.equity]);
      expect(trades[0].strategyName).toBe('Trades');
      expect(result.orders).toBeGreaterThan(result.trades);
      expect(result.equity.length).toBeGreaterThan(10);
      expect(result.hash).toMatch(/^[0-9a-f]{64}$/);
      expect(result.candles).toBe(10 * 1440);
    });

    it('to the same outcome however often and in whatever company', async () => {
      const executor = open();
      const alone = await Promise.all([outcomeOf(open(), GRID[0])]);
      const together = [];
      for (const job of GRID) together.push(await outcomeOf(executor, job));
      const again = await outcomeOf(executor, GRID[0]);
      expect(withoutSeconds(together[0])).toEqual(withoutSeconds(alone[0]));
      expect(withoutSeconds(again)).toEqual(withoutSeconds(alone[0]));
      const hashes = together.map((outcome) => (outcome.status === 'done' ? outcome.result.hash : null));
      expect(new Set(hashes).size).toBe(GRID.length);
    });

    it('and tells on which thread, one of its own', async () => {
      const executor = open();
      const { thread } = await play(executor, jobOf('trades'));
      expect(thread).toBeGreaterThanOrEqual(0);
      expect(thread).toBeLessThan(executor.threads);
    });

    it('and tells nothing of progress once they are over', async () => {
      const executor = open();
      await play(executor, jobOf('trades'));
      expect(executor.progress()).toEqual([]);
    });
  });

  describe('tells the facts of a job', () => {
    it('all of them, in order, as they were when they were told', async () => {
      const { facts } = await play(open(), jobOf('talks'));
      const bars = (10 * 1440) / 15;
      expect(facts).toHaveLength(2 * bars);
      const logs = facts.filter((fact) => fact.kind === 'log').map(({ message }) => message);
      expect(logs).toEqual(Array.from({ length: bars }, (_, index) => `bar ${index}`));
      const notes = facts.filter((fact) => fact.kind === 'published').map(({ value }) => value);
      expect(notes).toEqual(Array.from({ length: bars }, (_, index) => ({ index })));
      const times = facts.map(({ time }) => time);
      expect(times).toEqual([...times].sort((a, b) => a - b));
    });

    it('the last ones even when it fails', async () => {
      const { facts, ending } = await play(open(), jobOf('publishesItself'));
      expect(facts).toEqual([]);
      expect(ending).toMatchObject({ outcome: { status: 'failed', failure: { code: 'InvalidStrategy' } } });
    });
  });

  describe('fails a job whose strategy', () => {
    it('throws, with the stack of the strategy’s source alone', async () => {
      const outcome = await outcomeOf(open(), jobOf('throws'));
      if (outcome.status !== 'failed') throw new Error(outcome.status);
      expect(outcome.failure).toMatchObject({ code: 'StrategyError', message: 'RangeError: the fourth bar is bad' });
      expect(outcome.failure.stack?.split('\n')).toEqual([
        'RangeError: the fourth bar is bad',
        expect.stringMatching(/^ {4}at .*before \(.*strategies\/throws\.ts:8:13\)$/),
      ]);
    });

    it.each([
      ['throwsText', 'StrategyError', 'just text'],
      ['misshapes', 'InvalidShape', 'everything'],
    ])('%s, with the code %s', async (strategy, code, message) => {
      const outcome = await outcomeOf(open(), jobOf(strategy));
      expect(outcome).toMatchObject({ status: 'failed', failure: { code, message: expect.stringContaining(message) } });
    });

    it('leaves a rejected promise behind, as if the worker had died of it', async () => {
      const { ending } = await play(open(), jobOf('rejects'));
      const failure = { code: 'WorkerDied', message: expect.stringContaining('left behind') };
      expect(ending).toMatchObject({ kind: 'died', failure });
    });

    it.each([
      ['exits', 3],
      ['exitsQuietly', 0],
    ])('%s', async (strategy, exitCode) => {
      const { ending } = await play(open(), jobOf(strategy));
      const message = `the worker ended in the middle of the backtest (exit code ${exitCode}): does the strategy call process.exit?`;
      expect(ending).toEqual({ kind: 'died', failure: { code: 'WorkerDied', message, stack: null } });
    });

    it('takes longer than it may', async () => {
      const outcome = await outcomeOf(open(300), jobOf('idles'));
      const failure = { code: 'Timeout', message: 'took longer than 300ms (--timeout)', stack: null };
      expect(outcome).toMatchObject({ status: 'failed', failure });
    });

    it('and plays the next one as if nothing had been', async () => {
      const executor = open();
      for (const strategy of ['throws', 'rejects', 'exits', 'throws']) await play(executor, jobOf(strategy));
      const after = await outcomeOf(executor, jobOf('trades'));
      expect(withoutSeconds(after)).toEqual(withoutSeconds(await outcomeOf(open(), jobOf('trades'))));
    });
  });

  it('cancels what runs when it is stopped, and gives back what comes', async () => {
    const executor = open();
    const jobs = [jobOf('idles'), jobOf('trades'), jobOf('trades', { fast: 9 })];
    const { endings, left } = await playChunk(executor, jobs, { facts: () => executor.stop() });
    expect(endings).toMatchObject([{ ending: { kind: 'outcome', outcome: { status: 'cancelled', jobId: 'idles-' } } }]);
    expect(left).toEqual(jobs.slice(1));
    expect(await playChunk(executor, jobs)).toEqual({ endings: [], left: jobs });
  });

  it.each([
    ['runs', 0],
    ['waits in its chunk', 1],
  ])('cancels one job that %s, and plays the others', async (_title, index) => {
    const executor = open();
    const jobs = [{ ...jobOf('talks'), id: 'first' }, { ...jobOf('idles'), id: 'second' }, jobOf('trades')];
    const chunk = index === 0 ? [jobs[1], jobs[0], jobs[2]] : jobs;
    const looking = setInterval(() => executor.progress(), 5);
    const { endings, left } = await playChunk(executor, chunk, { facts: () => executor.cancel('second') });
    clearInterval(looking);
    // A thread that does not react in time is ended, and the jobs behind are given back.
    const after = left.length === 0 ? [] : (await playChunk(executor, left)).endings;
    const statuses = [...endings, ...after].map(
      ({ job, ending }) => `${job.id} ${ending.kind === 'outcome' ? ending.outcome.status : ''}`,
    );
    expect([...statuses].sort()).toEqual(['first done', 'second cancelled', 'trades- done']);
  });

  describe('plays a chunk', () => {
    it('in turn, to the outcomes that its jobs have alone', async () => {
      const { endings, left } = await playChunk(open(), GRID);
      expect(left).toEqual([]);
      expect(endings.map(({ job }) => job)).toEqual(GRID);
      const other = open();
      for (const { job, ending } of endings) {
        if (ending.kind === 'died') throw new Error(ending.failure.message);
        expect(withoutSeconds(ending.outcome)).toEqual(withoutSeconds(await outcomeOf(other, job)));
      }
    });

    it('and tells the facts of each job before its ending', async () => {
      const jobs = [jobOf('talks'), jobOf('trades'), jobOf('throws'), { ...jobOf('talks'), id: 'again' }];
      const told: string[] = [];
      await playChunk(open(), jobs, {
        facts: (job) => told.push(`facts ${job.id}`),
        ended: (some) => told.push(...some.map(({ job }) => `end ${job.id}`)),
      });
      expect(told.filter((line, index) => line !== told[index - 1])).toEqual([
        ...['facts talks-', 'end talks-', 'end trades-', 'end throws-', 'facts again', 'end again'],
      ]);
    });

    it('and blames nobody but the job that was played when its worker died', async () => {
      const jobs = [jobOf('trades'), jobOf('exits'), jobOf('trades', { fast: 9 })];
      const executor = open();
      const first = await playChunk(executor, jobs);
      const kinds = first.endings.map(({ job, ending }) => `${job.id} ${ending.kind}`);
      expect(kinds.slice(0, 2)).toEqual(['trades- outcome', 'exits- died']);
      const { endings } = first.left.length === 0 ? first : await playChunk(executor, first.left);
      expect(endings.at(-1)).toMatchObject({ job: jobs[2], ending: { outcome: { status: 'done' } } });
    });

    it('while another waits for it', async () => {
      const executor = open();
      const jobs = Array.from({ length: 12 }, (_, n) => ({ ...jobOf('trades', {}, 2), id: `job ${n}` }));
      const halves = [jobs.slice(0, 6), jobs.slice(6)];
      const played = await Promise.all(halves.map((half) => playChunk(executor, half)));
      expect(played.map(({ endings }) => endings.map(({ job }) => job))).toEqual(halves);
    });
  });

  it('keeps records from leaving when hashes alone are asked for', async () => {
    const { ending } = await play(closing(make({ ...shared(), hashesAlone: true }, null)), jobOf('trades'));
    if (ending.kind === 'died') throw new Error(ending.failure.message);
    expect(ending.recorded).toEqual({ record: null, impurities: [] });
    expect(withoutSeconds(ending.outcome)).toEqual(withoutSeconds(await outcomeOf(open(), jobOf('trades'))));
  });

  it('evaluates a strategy that remembers in its module anew for each job', async () => {
    const executor = open();
    const rounds = [];
    for (let round = 0; round < 2 * executor.threads; round++) rounds.push(await play(executor, jobOf('remembers')));
    const seen = [expect.objectContaining({ message: `seen ${(10 * 1440) / 15}` })];
    expect(rounds.map(({ facts }) => facts)).toEqual(rounds.map(() => seen));
  });
}
