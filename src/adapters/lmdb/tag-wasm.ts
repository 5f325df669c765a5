// The WebAssembly of tag.ts, put together from its instructions: it has vectors, which JavaScript does not.
// Encoding: WebAssembly Core Specification 2.0, chapter 5 (binary format); instructions of vectors begin with 0xfd.

/** The memory of an instance, the sums first, and what adds to them the bytes from `SUMS_BYTES` up to `end`. */
export interface Sums {
  readonly memory: Uint8Array;
  /** `end` lies a multiple of `STEP_BYTES` behind the sums, and at least one. */
  add(end: number): void;
}

/** Four vectors of two 64-bit sums, one of each column: a of words, a of upper halves, b of words, b of upper halves. */
export const SUMS_BYTES = 64;
/** What is added in one turn of the loop. */
export const STEP_BYTES = 64;
/** How much can be added at once: so little that it is still in a core's cache when it is read again after it was copied here. */
export const ROOM_BYTES = 32_768;

const VECTOR_BYTES = 16;

type Code = readonly number[];

const I32 = 0x7f;
const V128 = 0x7b;
const FUNCTION = 0x60;
const LOOP = [0x03, 0x40];
const BRANCH_IF = [0x0d, 0];
const END = [0x0b];
const I32_ADD = [0x6a];
const I32_BELOW = [0x49];
const I64X2_SHIFT_RIGHT = [0xfd, 0xcd, 0x01];
const I64X2_ADD = [0xfd, 0xce, 0x01];
/** Of the alignment that a load or store may rely on, as a power of two. */
const ALIGNED = 4;

const get = (local: number): Code => [0x20, local];
const set = (local: number, value: Code): Code => [...value, 0x21, local];
const i32 = (value: number): Code => [0x41, ...signed(value)];
const load = (address: Code, offset: number): Code => [...address, 0xfd, 0x00, ALIGNED, ...unsigned(offset)];
const store = (address: Code, value: Code, offset: number): Code => [
  ...address,
  ...value,
  ...[0xfd, 0x0b, ALIGNED, ...unsigned(offset)],
];
const plus = (sum: number, value: Code): Code => set(sum, [...get(sum), ...value, ...I64X2_ADD]);

/** The parameter comes first, then the locals as they are declared. */
const [END_AT, AT, WORDS, A_WORDS, A_HALVES, B_WORDS, B_HALVES] = [0, 1, 2, 3, 4, 5, 6];
const SUMS = [A_WORDS, A_HALVES, B_WORDS, B_HALVES];

/** Two words: the sums a of their columns grow by them, then the sums b by the sums a. */
function addVector(offset: number): Code {
  return [
    ...set(WORDS, load(get(AT), offset)),
    ...plus(A_WORDS, get(WORDS)),
    ...plus(B_WORDS, get(A_WORDS)),
    ...plus(A_HALVES, [...get(WORDS), ...i32(32), ...I64X2_SHIFT_RIGHT]),
    ...plus(B_HALVES, get(A_HALVES)),
  ];
}

const ADD: Code = [
  ...[2, 1, I32, 5, V128],
  ...SUMS.flatMap((sum, i) => set(sum, load(i32(0), i * VECTOR_BYTES))),
  ...set(AT, i32(SUMS_BYTES)),
  ...LOOP,
  ...Array.from({ length: STEP_BYTES / VECTOR_BYTES }, (_, i) => addVector(i * VECTOR_BYTES)).flat(),
  ...set(AT, [...get(AT), ...i32(STEP_BYTES), ...I32_ADD]),
  ...[...get(AT), ...get(END_AT), ...I32_BELOW, ...BRANCH_IF],
  ...END,
  ...SUMS.flatMap((sum, i) => store(i32(0), get(sum), i * VECTOR_BYTES)),
  ...END,
];

const MODULE = Uint8Array.from([
  ...[0, ...ascii('asm'), 1, 0, 0, 0],
  ...section(1, [1, FUNCTION, 1, I32, 0]),
  ...section(3, [1, 0]),
  ...section(5, [1, 0, Math.ceil((SUMS_BYTES + ROOM_BYTES) / 65_536)]),
  ...section(7, [2, 6, ...ascii('memory'), 2, 0, 3, ...ascii('add'), 0, 0]),
  ...section(10, [1, ...unsigned(ADD.length), ...ADD]),
]);

function section(id: number, content: Code): Code {
  return [id, ...unsigned(content.length), ...content];
}

/** LEB128. */
function unsigned(value: number): Code {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

/** LEB128 of what is not negative, with room for its sign. */
function signed(value: number): Code {
  return value < 0x40 ? [value] : [(value & 0x7f) | 0x80, ...signed(value >>> 7)];
}

function ascii(text: string): Code {
  return [...Buffer.from(text, 'latin1')];
}

/** As much of it as is used here; the types of Node do not have it. */
declare const WebAssembly: {
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (
    module: object,
  ) => {
    readonly exports: { readonly memory: { readonly buffer: ArrayBuffer }; readonly add: (end: number) => void };
  };
};

/** All sums zero. */
export function createSums(): Sums {
  const { memory, add } = new WebAssembly.Instance(new WebAssembly.Module(MODULE)).exports;
  return { memory: new Uint8Array(memory.buffer), add };
}
