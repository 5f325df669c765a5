import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MessageBuffer } from '../../../../src/adapters/reporters/redis/buffer.ts';
import { type Message, RANKS, type Rank } from '../../../../src/adapters/reporters/redis/message.ts';

const EVERYTHING = Number.MAX_SAFE_INTEGER;

function messageOf(rank: Rank, event: string, bytes = 1): Message {
  return { id: 'run', event, rank, bytes, compressed: false, compose: () => null };
}

function filled(limits: { messages?: number; bytes?: number }, messages: readonly Message[]): MessageBuffer {
  const buffer = new MessageBuffer({ messages: EVERYTHING, bytes: EVERYTHING, ...limits });
  for (const message of messages) buffer.push(message);
  return buffer;
}

function eventsOf(buffer: MessageBuffer): string[] {
  return buffer.take(EVERYTHING, EVERYTHING).map(({ event }) => event);
}

describe('the buffer before Redis', () => {
  it('drops progress first, then logs, then outcomes, the oldest first', () => {
    const messages = [
      messageOf('outcome', 'o1'),
      messageOf('log', 'l1'),
      messageOf('progress', 'p1'),
      messageOf('log', 'l2'),
      messageOf('progress', 'p2'),
      messageOf('outcome', 'o2'),
    ];
    const left = [5, 4, 3, 2, 1].map((limit) => eventsOf(filled({ messages: limit }, messages)).join(' '));
    expect(left).toEqual(['o1 l1 l2 p2 o2', 'o1 l1 l2 o2', 'o1 l2 o2', 'o1 o2', 'o2']);
  });

  it('drops what arrives when only more important messages wait', () => {
    const buffer = filled({ messages: 2 }, [
      messageOf('outcome', 'o1'),
      messageOf('outcome', 'o2'),
      messageOf('progress', 'p1'),
    ]);
    expect(eventsOf(buffer)).toEqual(['o1', 'o2']);
  });

  it('drops a message that has no room alone and keeps the others', () => {
    const buffer = filled({ bytes: 10 }, [messageOf('progress', 'p1', 5), messageOf('outcome', 'huge', 11)]);
    expect(eventsOf(buffer)).toEqual(['p1']);
  });

  it('discards a rank as a whole and counts it', () => {
    const buffer = filled({}, [messageOf('log', 'l1'), messageOf('outcome', 'o1'), messageOf('log', 'l2')]);
    buffer.discard('log');
    expect([buffer.size, buffer.dropped, eventsOf(buffer)]).toEqual([1, 2, ['o1']]);
  });

  it('gives out no more bytes at once than asked for, but always something', () => {
    const buffer = filled({}, [messageOf('log', 'big', 100), messageOf('log', 'l1', 4), messageOf('log', 'l2', 4)]);
    const taken = [1, 2].map(() => buffer.take(10, 8).map(({ event }) => event));
    expect(taken).toEqual([['big'], ['l1', 'l2']]);
  });

  it('stays within its limits, keeps order, counts every drop and never drops an end', () => {
    const someMessages = fc.array(
      fc.record({ rank: fc.constantFrom(...RANKS), bytes: fc.integer({ min: 0, max: 30 }) }),
    );
    fc.assert(
      fc.property(someMessages, fc.nat(20), fc.nat(100), fc.nat(5), (shapes, messages, bytes, takes) => {
        const pushed = shapes.map(({ rank, bytes: size }, index) => messageOf(rank, String(index), size));
        const buffer = filled({ messages, bytes }, pushed);
        const ends = pushed.filter(({ rank }) => rank === 'end');
        expect(buffer.size).toBeLessThanOrEqual(Math.max(messages, ends.length));
        const left = [...buffer.take(takes, 50), ...buffer.take(EVERYTHING, EVERYTHING)];
        expect(left).toEqual(pushed.filter((message) => left.includes(message)));
        expect(left.filter(({ rank }) => rank === 'end')).toEqual(ends);
        expect(left.length + buffer.dropped).toBe(pushed.length);
        const weight = left.filter(({ rank }) => rank !== 'end').reduce((sum, message) => sum + message.bytes, 0);
        expect(weight).toBeLessThanOrEqual(bytes);
      }),
    );
  });
});
