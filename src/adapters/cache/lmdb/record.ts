import type { CacheLife } from '../../../run/cache/life.ts';

/** An entry without its large content, which lies in chunks in another table. */
export interface EntryRecord {
  readonly life: CacheLife;
  /** Length of the content. */
  readonly bytes: number;
  /** The content, when it is small; null when it lies in chunks. */
  readonly inline: Uint8Array | null;
}

/** Each renewal writes the record anew, so it stays small: LMDB keeps a value of this size within a page. */
export const INLINE_BYTES = 1_024;

/** Small chunks find room among free pages more easily than large ones. The limit of a table is 8 MiB. */
export const CHUNK_BYTES = 2 * 1024 * 1024;

const FORMAT = 3;
/** Format without checksums on chunks. */
const OUTDATED_FORMAT = 2;
/** The life of an outdated entry: any reader or sweep has it removed. */
const EXPIRED: CacheLife = { usedAt: 0, ttlMs: 0 };
/** Format, time of last use, time to live, length of the content. */
const HEADER_BYTES = 32;
const PAGE_BYTES = 4_096;
/** Estimate of what an entry takes besides its content. */
const ENTRY_BYTES = 160;

export function chunksOf(bytes: number): number {
  return bytes <= INLINE_BYTES ? 0 : Math.ceil(bytes / CHUNK_BYTES);
}

/** Estimates what an entry with content of that length takes on disk. */
export function roomOf(bytes: number): number {
  return ENTRY_BYTES + (bytes <= INLINE_BYTES ? bytes : Math.ceil(bytes / PAGE_BYTES) * PAGE_BYTES);
}

export function encodeRecord({ life, bytes, inline }: EntryRecord): Uint8Array {
  const encoded = Buffer.alloc(HEADER_BYTES + (inline?.byteLength ?? 0));
  encoded.writeUInt8(FORMAT, 0);
  encoded.writeDoubleLE(life.usedAt, 8);
  encoded.writeDoubleLE(life.ttlMs, 16);
  encoded.writeDoubleLE(bytes, 24);
  if (inline !== null) encoded.set(inline, HEADER_BYTES);
  return encoded;
}

/** Decodes a record into memory of its own; null when it is none. A record of the outdated format has expired. */
export function decodeRecord(encoded: Uint8Array): EntryRecord | null {
  if (encoded.byteLength < HEADER_BYTES) return null;
  const view = new DataView(encoded.buffer, encoded.byteOffset, HEADER_BYTES);
  const bytes = view.getFloat64(24, true);
  if (encoded[0] === OUTDATED_FORMAT) return { life: EXPIRED, bytes, inline: new Uint8Array() };
  const rest = new Uint8Array(encoded.subarray(HEADER_BYTES));
  const isInline = bytes <= INLINE_BYTES;
  if (encoded[0] !== FORMAT || rest.byteLength !== (isInline ? bytes : 0)) return null;
  const life = { usedAt: view.getFloat64(8, true), ttlMs: view.getFloat64(16, true) };
  return { life, bytes, inline: isInline ? rest : null };
}

/** Returns the record with another time of last use. */
export function usedAt(record: EntryRecord, time: number): EntryRecord {
  return { ...record, life: { ...record.life, usedAt: time } };
}
