import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valuesV8 } from '../../../src/adapters/system/value-codec.ts';

/** Encodes and decodes in other memory, as the cache does. */
function roundTrip(value: unknown): unknown {
  const decoded = valuesV8.decode(new Uint8Array(valuesV8.encode(value)));
  if (decoded.kind !== 'value') throw new Error('undecodable');
  return decoded.value;
}

const around = { self: null as unknown };
around.self = around;

describe('values', () => {
  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['false', false],
    ['zero', 0],
    ['minus zero', -0],
    ['not a number', Number.NaN],
    ['infinity', Number.NEGATIVE_INFINITY],
    ['a bigint', -(2n ** 80n)],
    ['text with half a pair', 'fünf \ud800'],
    ['no text', ''],
    ['a date', new Date(1_700_000_000_123)],
    ['no date', new Date(Number.NaN)],
    ['an array with a hole', Object.assign(new Array(3), { 0: 1, 2: undefined })],
    ['an object of all sorts', { a: [1, { b: undefined }], c: new Map([[{ d: 1 }, new Set([1n, 'x'])]]), 'e f': null }],
    ['an object without a prototype', Object.assign(Object.create(null), { a: 1 })],
    ['a part that occurs twice', [around, around]],
    ['a Buffer', Buffer.from('bytes')],
    ['an ArrayBuffer', Uint8Array.of(1, 2, 3).buffer],
    [
      'typed arrays within',
      { equity: Float64Array.of(1, Number.NaN), flags: [Uint8Array.of(1), BigInt64Array.of(-1n)] },
    ],
  ])('come back as they were: %s', (_what, value) => {
    expect(roundTrip(value)).toEqual(value);
  });

  it('keep the sign of zero and what occurs twice', () => {
    expect(Object.is(roundTrip(-0), -0)).toBe(true);
    const [one, other] = roundTrip([around, around]) as (typeof around)[];
    expect(one).toBe(other);
    expect(one.self).toBe(one);
  });

  it.each([
    Float64Array,
    Float32Array,
    Int8Array,
    Int16Array,
    Int32Array,
    Uint8Array,
    Uint8ClampedArray,
    Uint16Array,
    Uint32Array,
    BigInt64Array,
    BigUint64Array,
  ])('come back as they were when they are a %o, whatever memory they lie in', (type) => {
    const bytes = Uint8Array.from({ length: 64 }, (_, i) => i * 7);
    const value = new type(bytes.buffer, 16, 24 / type.BYTES_PER_ELEMENT);
    const found = roundTrip(value);
    expect(found).toBeInstanceOf(type);
    expect(found).toEqual(value);
    const encoded = valuesV8.encode(value);
    const shifted = new Uint8Array(encoded.length + 1).subarray(1);
    shifted.set(encoded);
    expect(valuesV8.decode(shifted)).toEqual({ kind: 'value', value });
  });

  it('come back as they were, whatever they are made of', () => {
    const part = fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true });
    fc.assert(
      fc.property(part, (value) => {
        expect(roundTrip(value)).toEqual(value);
      }),
    );
  });

  class Trend {
    readonly length = 3;
  }

  it.each<[string, unknown, RegExp]>([
    ['a function', () => 1, /value is the function without a name/],
    ['a symbol', Symbol('s'), /value is a symbol/],
    ['an instance', new Trend(), /value is an instance of Trend/],
    [
      'an instance within',
      { trades: [1, 2, { onFill: new Trend() }] },
      /value\.trades\[2\]\.onFill is an instance of Trend/,
    ],
    ['a function within', { 'on fill': function filled() {} }, /value\["on fill"\] is the function filled/],
    ['a part of a Map', new Map([['open', new Map([[3, Symbol('s')]])]]), /value\.get\("open"\)\.get\(3\) is a symbol/],
    ['a key of a Map', new Map([[new Trend(), 1]]), /value\.keys\(\) is an instance of Trend/],
    ['a part of a Set', new Set([1, new WeakMap()]), /value\.values\(\) is an instance of WeakMap/],
    ['a key that is a symbol', { a: { [Symbol('s')]: 1 } }, /value\.a is an object with a symbol for a key/],
    ['a kind of array', new (class Prices extends Array {})(), /value is an instance of Prices/],
    [
      'a kind of typed array',
      { p: new (class Prices extends Float64Array {})(2) },
      /value\.p is an instance of Prices/,
    ],
    ['a regular expression', [/x/], /value\[0\] is an instance of RegExp/],
    ['an error', new RangeError('no'), /value is an instance of RangeError/],
    ['a promise', Promise.resolve(1), /value is an instance of Promise/],
    ['shared memory', new SharedArrayBuffer(8), /value is an instance of SharedArrayBuffer/],
    ['a proxy', new Proxy({}, {}), /could not be cloned/],
  ])('are refused with the place of %s', (_what, value, message) => {
    const refused = expect.objectContaining({ code: 'UnkeepableValue', message: expect.stringMatching(message) });
    expect(() => valuesV8.encode(value)).toThrow(refused);
  });

  it('are refused when they are nested without end', () => {
    let value: unknown = null;
    for (let i = 0; i < 100_000; i++) value = [value];
    expect(() => valuesV8.encode(value)).toThrow(expect.objectContaining({ code: 'UnkeepableValue' }));
  });

  it('are undecodable from another format, another Node, and from cut or foreign bytes', () => {
    const encoded = valuesV8.encode({ a: [1, 2, 3], b: 'text' });
    const changed = (at: number) => Uint8Array.from(encoded, (byte, i) => (i === at ? byte + 1 : byte));
    const wrong = [changed(0), changed(1), changed(8), new Uint8Array(), Uint8Array.of(1, 2, 3)];
    for (let length = 0; length < encoded.length; length++) wrong.push(encoded.slice(0, length));
    for (const bytes of wrong) expect(valuesV8.decode(bytes)).toEqual({ kind: 'undecodable' });
  });

  it('are undecodable when half a number of a typed array is missing', () => {
    expect(valuesV8.decode(valuesV8.encode(Float64Array.of(1, 2)).slice(0, -3))).toEqual({ kind: 'undecodable' });
  });
});
