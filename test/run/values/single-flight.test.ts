import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Claimant, SingleFlight } from '../../../src/run/values/single-flight.ts';

/** Computes what it is granted, in the order of a stack, and waits for what another computes. */
class Worker implements Claimant {
  readonly computing: string[] = [];
  waitsFor: string | null = null;
  isGone = false;

  granted(key: string): void {
    this.computing.push(key);
    this.waitsFor = null;
  }

  fulfilled(): void {
    this.waitsFor = null;
  }

  get isBusy(): boolean {
    return !this.isGone && this.waitsFor === null;
  }
}

const VALUE = new Uint8Array(1);

type Step = { readonly kind: 'claim' | 'fulfil' | 'renounce' | 'leave'; readonly worker: number; readonly key: string };

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('claim', 'claim', 'claim', 'fulfil', 'renounce', 'leave'),
  worker: fc.nat(4),
  key: fc.constantFrom('a', 'b', 'c'),
});

function act(claims: SingleFlight, worker: Worker, { kind, key }: Step): void {
  if (!worker.isBusy) return;
  const top = worker.computing.at(-1);
  switch (kind) {
    case 'claim':
      if (worker.computing.includes(key)) return;
      worker.waitsFor = key;
      claims.claim(key, worker);
      return;
    case 'fulfil':
      if (top !== undefined) claims.fulfil(worker.computing.pop() ?? '', VALUE);
      return;
    case 'renounce':
      if (top !== undefined) claims.renounce(worker.computing.pop() ?? '', worker);
      return;
    case 'leave':
      worker.isGone = true;
      claims.leave(worker);
  }
}

describe('claims', () => {
  it('leave somebody to go on, whatever happens, and nobody waiting in the end', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const claims = new SingleFlight();
        const workers = Array.from({ length: 5 }, () => new Worker());
        for (const next of steps) {
          act(claims, workers[next.worker], next);
          const alive = workers.filter(({ isGone }) => !isGone);
          expect(alive.length === 0 || alive.some(({ isBusy }) => isBusy)).toBe(true);
        }
        for (let busy = workers.find(isUnfinished); busy !== undefined; busy = workers.find(isUnfinished)) {
          claims.fulfil(busy.computing.pop() ?? '', VALUE);
        }
        expect(workers.filter(({ isGone, waitsFor }) => !isGone && waitsFor !== null)).toEqual([]);
      }),
    );
  });

  it('go to one alone while nobody waits for another', () => {
    const claims = new SingleFlight();
    const [first, second, third] = [new Worker(), new Worker(), new Worker()];
    for (const worker of [first, second, third]) {
      worker.waitsFor = 'a';
      claims.claim('a', worker);
    }
    expect([first, second, third].map(({ isBusy }) => isBusy)).toEqual([true, false, false]);
    claims.renounce('a', first);
    expect([second.computing, third.isBusy]).toEqual([['a'], false]);
    claims.leave(second);
    expect(third.computing).toEqual(['a']);
    claims.fulfil('a', VALUE);
    claims.claim('a', first);
    expect(first.computing).toEqual(['a', 'a']);
  });

  it('are granted to one who would otherwise wait for itself', () => {
    const claims = new SingleFlight();
    const [first, second] = [new Worker(), new Worker()];
    claims.claim('a', first);
    claims.claim('b', second);
    claims.claim('b', first);
    claims.claim('a', second);
    expect(second.computing).toEqual(['b', 'a']);
    expect(first.computing).toEqual(['a']);
    claims.claim('b', second);
    expect(second.computing).toEqual(['b', 'a', 'b']);
  });

  it('of one who left are not granted to it', () => {
    const claims = new SingleFlight();
    const [first, second] = [new Worker(), new Worker()];
    claims.claim('a', first);
    claims.claim('a', second);
    claims.leave(second);
    claims.renounce('a', first);
    expect(second.computing).toEqual([]);
  });
});

function isUnfinished({ isBusy, computing }: Worker): boolean {
  return isBusy && computing.length > 0;
}
