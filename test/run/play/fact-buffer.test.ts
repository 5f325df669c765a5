import { describe, expect, it } from 'vitest';
import type { Fact } from '../../../src/run/events.ts';
import { FactBuffer } from '../../../src/run/play/fact-buffer.ts';
import { logged } from '../../support/facts.ts';

const fact = (time: number): Fact => logged(`fact ${time}`, { time });

/** A batch on a clock that only moves when told to. */
function batchOnClock() {
  const sent: (readonly Fact[])[] = [];
  const clock = { ms: 0 };
  const batch = new FactBuffer(
    (facts) => sent.push(facts),
    () => clock.ms,
  );
  return { batch, sent, clock };
}

describe('a batch of facts', () => {
  it('sends the first fact at once', () => {
    const { batch, sent } = batchOnClock();
    batch.add(fact(1), 6);
    expect(sent).toEqual([[fact(1)]]);
  });

  it('holds what follows at once until it is due', () => {
    const { batch, sent, clock } = batchOnClock();
    for (const time of [1, 2, 3]) batch.add(fact(time), 6);
    expect(sent).toHaveLength(1);
    clock.ms = 100;
    batch.flushIfDue();
    expect(sent).toEqual([[fact(1)], [fact(2), fact(3)]]);
  });

  it('sends at the latest every 256 facts, all of them in order', () => {
    const { batch, sent } = batchOnClock();
    const facts = Array.from({ length: 1000 }, (_, time) => fact(time));
    for (const each of facts) batch.add(each, 6);
    batch.flush();
    expect(sent.map(({ length }) => length)).toEqual([1, 256, 256, 256, 231]);
    expect(sent.flat()).toEqual(facts);
  });

  it('sends earlier when the facts are long, so that few of them wait', () => {
    const { batch, sent } = batchOnClock();
    for (const time of [1, 2, 3, 4, 5]) batch.add(fact(time), 40_000);
    expect(sent.map(({ length }) => length)).toEqual([1, 2, 2]);
  });

  it('sends nothing when there is nothing', () => {
    const { batch, sent } = batchOnClock();
    batch.flush();
    expect(sent).toEqual([]);
  });
});
