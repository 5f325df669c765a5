import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ValueMemory } from '../../../src/run/values/value-memory.ts';

describe('the memory of values', () => {
  it('never holds more than its budget, and drops what was not used for longest', () => {
    const put = fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd', 'e'), bytes: fc.nat(40) });
    fc.assert(
      fc.property(fc.array(put), (puts) => {
        const memory = new ValueMemory(100);
        for (const { key, bytes } of puts) memory.put(key, new Uint8Array(bytes), 0);
        const held = ['a', 'b', 'c', 'd', 'e'].flatMap((key) => memory.get(key, 0, 1)?.byteLength ?? []);
        expect(held.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThanOrEqual(100);
        const last = puts.at(-1);
        if (last !== undefined) expect(memory.get(last.key, 0, 1)?.byteLength).toBe(last.bytes);
      }),
    );
    const memory = new ValueMemory(100);
    for (const key of ['a', 'b']) memory.put(key, new Uint8Array(50), 0);
    memory.get('a', 0, 1);
    memory.put('c', new Uint8Array(50), 0);
    expect(['a', 'b', 'c'].map((key) => memory.get(key, 0, 1) !== null)).toEqual([true, false, true]);
  });

  it('does not believe what is old', () => {
    const memory = new ValueMemory(100);
    memory.put('a', new Uint8Array(1), 1000);
    expect(memory.get('a', 1100, 100)).not.toBeNull();
    expect(memory.get('a', 1101, 100)).toBeNull();
  });

  it('keeps nothing that is larger than all of it', () => {
    const memory = new ValueMemory(100);
    memory.put('a', new Uint8Array(50), 0);
    memory.put('a', new Uint8Array(101), 0);
    expect(memory.get('a', 0, 1)).toBeNull();
    memory.put('b', new Uint8Array(100), 0);
    expect(memory.get('b', 0, 1)).not.toBeNull();
  });
});
