import { describe, expect, it } from 'vitest';
import { Fleet } from '../../../../src/adapters/executors/bullmq/fleet.ts';
import type { Letter } from '../../../../src/adapters/executors/bullmq/messages.ts';
import { Parcels } from '../../../../src/adapters/executors/bullmq/parcels.ts';
import { Replies } from '../../../../src/adapters/executors/bullmq/replies.ts';
import { chanceToLeave, leastServed } from '../../../../src/adapters/executors/bullmq/sharing.ts';
import { Turns } from '../../../../src/adapters/executors/bullmq/turns.ts';
import type { Job } from '../../../../src/model/job.ts';
import type { Outcome } from '../../../../src/model/outcome.ts';
import type { Ending, JobEnding } from '../../../../src/run/ports.ts';
import { jobOf } from '../../../conformance/executor/support.ts';
import { SOFTWARE } from './support.ts';

const LISTENER = { started: () => {}, facts: () => {}, ended: () => {} };

const card = (id: string, threads: number) => ({ id, host: id, threads, ...SOFTWARE });

describe('the fleet', () => {
  it('numbers the threads of all workers, and gives free numbers to the next', () => {
    const fleet = new Fleet(() => 0);
    expect(fleet.threads).toBe(1);
    for (const [id, threads] of [
      ['a', 4],
      ['b', 2],
      ['c', 8],
    ] as const)
      expect(fleet.see(card(id, threads))).toBe(true);
    expect([fleet.threads, fleet.threadOf('b', 1), fleet.threadOf('c', 0)]).toEqual([14, 5, 6]);
    fleet.remove('a');
    fleet.see(card('d', 3));
    expect([fleet.threads, fleet.threadOf('d', 2)]).toEqual([14, 2]);
  });

  it('loses a worker that is silent', () => {
    let now = 0;
    const fleet = new Fleet(() => now);
    fleet.see(card('a', 1));
    fleet.see(card('b', 1));
    now = 9_000;
    expect(fleet.see(card('b', 1))).toBe(false);
    now = 12_000;
    expect(fleet.takeSilent()).toEqual([card('a', 1)]);
    expect([fleet.has('a'), fleet.has('b')]).toEqual([false, true]);
    expect(fleet.states()).toMatchObject([
      { id: 'a', state: 'silent', silentMs: 12_000 },
      { id: 'b', state: 'playing', silentMs: 3_000 },
    ]);
  });

  it('remembers those that are gone, and what they played', () => {
    const fleet = new Fleet(() => 0);
    for (const id of ['a', 'b']) fleet.see(card(id, 2));
    fleet.refuse(card('c', 8));
    fleet.count('a', 3);
    fleet.remove('a');
    fleet.count('a', 1);
    expect(fleet.states()).toMatchObject([
      { id: 'c', state: 'refused', jobs: 0 },
      { id: 'a', state: 'left', jobs: 4 },
      { id: 'b', state: 'playing', firstThread: 2 },
    ]);
    fleet.see(card('a', 2));
    expect(fleet.states().map(({ id, state, jobs }) => [id, state, jobs])).toEqual([
      ['c', 'refused', 0],
      ['b', 'playing', 0],
      ['a', 'playing', 4],
    ]);
    expect(fleet.threads).toBe(4);
  });
});

describe('workers and several sessions', () => {
  const sessions = (...threads: readonly number[]) => threads.map((count) => ({ threads: count }));

  it('begin with the session that has the fewest threads, and spread over equals', () => {
    const [a, b, c] = sessions(2, 0, 0);
    expect([leastServed([a, b, c], 0), leastServed([a, b, c], 0.99)]).toEqual([b, c]);
    expect(leastServed([a, b, c], 0.99)).toBe(c);
    expect(leastServed([], 0.5)).toBeUndefined();
  });

  it.each([
    [10, [], 1, 0],
    [10, [0], 1, 0.5],
    [10, [6, 8], 1, 0.2],
    [5, [4], 1, 0],
    [8, [0], 4, 0.5],
    [8, [2], 4, 0],
    [4, [0], 4, 1],
  ])(
    'leave one of %i threads for others of %j, with %i threads, by the chance of %f',
    (own, others, threads, chance) => {
      expect(chanceToLeave({ threads: own }, sessions(...others), threads)).toBe(chance);
    },
  );
});

describe('parcels', () => {
  const jobs = ['a', 'b', 'c'].map((id) => ({ ...jobOf('trades'), id }));

  it('give back the jobs without an ending, in order', async () => {
    const parcels = new Parcels();
    const { parcel, over } = parcels.add(jobs, LISTENER, 0);
    parcel.open.delete(1);
    parcels.end(parcel.id);
    expect((await over).map(({ id }) => id)).toEqual(['a', 'c']);
    expect(parcels.get(parcel.id)).toBeNull();
  });

  it('are over, when split, with the last of their parts', async () => {
    const parcels = new Parcels();
    const { parcel, over } = parcels.add(jobs, LISTENER, 0);
    parcel.open.delete(0);
    const parts = parcels.split(parcel.id, 1);
    expect(parts.map((part) => [part.jobs[0].id, part.isSuspect])).toEqual([
      ['b', true],
      ['c', true],
    ]);
    parts[0].open.clear();
    for (const { id } of parts) parcels.end(id);
    expect((await over).map(({ id }) => id)).toEqual(['c']);
  });
});

describe('replies', () => {
  const jobs = ['a', 'b', 'c', 'd'].map((id) => ({ ...jobOf('trades'), id }));
  const failure = { code: 'WorkerDied', message: 'it ended', stack: null };
  const result = { hash: 'a'.repeat(64), metrics: {}, trades: 0, equity: [], candles: 1, orders: 0 };
  const outcomes: readonly Outcome[] = [
    { status: 'done', jobId: 'a', seconds: 1, result },
    { status: 'failed', jobId: 'b', seconds: 1, failure },
    { status: 'cancelled', jobId: 'c', seconds: 1 },
  ];
  const ended = outcomes.map((outcome): Ending => ({ kind: 'outcome', outcome, recorded: null }));
  const endings = [...ended, { kind: 'died', failure } as const].map((ending, index) => {
    return { index, jobId: jobs[index].id, thread: 0, ending };
  });

  function heardBy(isStopped: boolean) {
    const [parcels, fleet] = [new Parcels(), new Fleet(() => 0)];
    const heard: (readonly string[])[] = [];
    const replies = new Replies({
      ...{ parcels, fleet, isCancelled: () => false, isStopped: () => isStopped },
      fail: (error) => heard.push([error.message]),
      send: () => {},
    });
    const started = ({ id }: Job) => heard.push([`start ${id}`]);
    const listener = {
      ...LISTENER,
      started,
      ended: (all: readonly JobEnding[]) => heard.push(all.map(({ job }) => job.id)),
    };
    return { parcels, fleet, replies, heard, add: (some: readonly Job[]) => parcels.add(some, listener, 0) };
  }

  it('count what was done or failed on a worker, and not what is played again', () => {
    const { fleet, replies, heard, add } = heardBy(true);
    const { parcel } = add(jobs);
    const letter = { from: card('ant', 1), replies: [{ type: 'ended', parcel: parcel.id, endings }] } as const;
    replies.hear([letter, letter]);
    replies.hear([letter]);
    expect(heard).toEqual([['a', 'b', 'c', 'd']]);
    expect(fleet.states()).toMatchObject([{ host: 'ant', jobs: 2 }]);
  });

  it('tell endings of different workers at once, and those of one worker in its order', async () => {
    const { replies, heard, add } = heardBy(false);
    const letters = ['ant', 'bee'].map((host, index): Letter => {
      const { parcel, over } = add([jobs[index]]);
      void over.then((left) => heard.push(left.map(({ id }) => `left ${id}`)));
      const ending = { ...endings[index], index: 0 };
      return {
        from: card(host, 1),
        replies: [
          { type: 'taken', parcel: parcel.id },
          { type: 'ended', parcel: parcel.id, endings: [ending] },
          { type: 'over', parcel: parcel.id, left: [] },
        ],
      };
    });
    replies.hear(letters);
    await Promise.resolve();
    expect(heard).toEqual([['a', 'b'], [], []]);
    heard.length = 0;
    const { parcel } = add(jobs);
    const from = card('ant', 1);
    const told = [0, 1].map((index): Letter['replies'] => [
      { type: 'taken', parcel: parcel.id },
      { type: 'started', parcel: parcel.id, index, thread: 0 },
      { type: 'ended', parcel: parcel.id, endings: [endings[index]] },
    ]);
    replies.hear(told.map((some) => ({ from, replies: some })));
    expect(heard).toEqual([['start a'], ['a'], ['start b'], ['b']]);
  });
});

describe('turns', () => {
  it('let many in, or one alone, in the order in which they asked', async () => {
    const turns = new Turns();
    const told: string[] = [];
    const visit = async (name: string, isAlone: boolean) => {
      const leave = await turns.take(isAlone);
      told.push(`+${name}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
      told.push(`-${name}`);
      leave();
    };
    await Promise.all([visit('a', false), visit('b', false), visit('S', true), visit('c', false)]);
    expect(told).toEqual(['+a', '+b', '-a', '-b', '+S', '-S', '+c', '-c']);
  });
});
