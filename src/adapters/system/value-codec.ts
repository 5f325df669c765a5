import { DefaultDeserializer, DefaultSerializer } from 'node:v8';
import { JbtError } from '../../model/errors.ts';
import type { ValueCodec } from '../../run/ports.ts';
import { findUnkeepable } from './value-check.ts';

const FORMAT = 1;
const NODE_MAJOR = Number.parseInt(process.versions.node, 10);
/** Header: format, major version of Node, index of the typed array. Eight bytes align the numbers behind it. */
const HEADER_BYTES = 8;
/** Index for values that are no typed arrays. */
const ANY_VALUE = 0xff;

/** The order is part of the format. */
const TYPED_ARRAYS = [
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
];

type Decoded = ReturnType<ValueCodec['decode']>;

const UNDECODABLE: Decoded = { kind: 'undecodable' };

/**
 * Encodes numbers, text, bigints, booleans, null, undefined, plain objects, arrays, typed arrays, Map, Set and Date, in
 * any nesting. Another major version of Node cannot decode the bytes.
 */
export const valuesV8: ValueCodec = { encode: encodeValue, decode: decodeValue };

function encodeValue(value: unknown): Uint8Array {
  const typed = TYPED_ARRAYS.findIndex((type) => Object.getPrototypeOf(value ?? 0) === type.prototype);
  if (typed >= 0 && ArrayBuffer.isView(value)) return encodeTypedArray(value, typed);
  const found = findUnkeepable(value);
  if (found !== null) throw unkeepable(`${found.path} is ${found.what}`);
  return encodeAny(value);
}

function decodeValue(encoded: Uint8Array): Decoded {
  if (encoded.byteLength < HEADER_BYTES || encoded[0] !== FORMAT || encoded[1] !== NODE_MAJOR) return UNDECODABLE;
  const body = encoded.subarray(HEADER_BYTES);
  try {
    const value = encoded[2] === ANY_VALUE ? decodeAny(body) : decodeTypedArray(body, encoded[2]);
    return { kind: 'value', value };
  } catch {
    return UNDECODABLE;
  }
}

function header(typed: number): Uint8Array {
  return Uint8Array.of(FORMAT, NODE_MAJOR, typed, 0, 0, 0, 0, 0);
}

function encodeTypedArray(array: ArrayBufferView, typed: number): Uint8Array {
  const encoded = new Uint8Array(HEADER_BYTES + array.byteLength);
  encoded.set(header(typed));
  encoded.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), HEADER_BYTES);
  return encoded;
}

function encodeAny(value: unknown): Uint8Array {
  const serializer = new DefaultSerializer();
  try {
    serializer.writeRawBytes(header(ANY_VALUE));
    serializer.writeHeader();
    serializer.writeValue(value);
    return serializer.releaseBuffer();
  } catch (error) {
    throw unkeepable(error instanceof Error ? error.message : String(error));
  }
}

function decodeAny(body: Uint8Array): unknown {
  const deserializer = new DefaultDeserializer(body);
  deserializer.readHeader();
  return deserializer.readValue();
}

function decodeTypedArray(body: Uint8Array, typed: number): unknown {
  const type = TYPED_ARRAYS[typed];
  if (body.byteLength % type.BYTES_PER_ELEMENT !== 0) throw new RangeError('cut off');
  const isAligned = body.byteOffset % type.BYTES_PER_ELEMENT === 0;
  const { buffer, byteOffset } = isAligned ? body : body.slice();
  return Reflect.construct(type, [buffer, byteOffset, body.byteLength / type.BYTES_PER_ELEMENT]);
}

function unkeepable(what: string): JbtError {
  return new JbtError(
    'UnkeepableValue',
    `the cache cannot keep this: ${what}; keep numbers, text, plain objects, arrays, typed arrays, Map, Set, Date, bigint`,
  );
}
