import type { CacheLife } from '../../../run/cache/life.ts';

/** What is known of an entry; small content lies beside it, large content in chunks elsewhere. */
export interface EntryRecord {
  readonly life: CacheLife;
  /** Of the content. */
  readonly bytes: number;
  /** Small content; null when it lies in chunks. */
  readonly inline: Uint8Array | null;
}

/** Renewing an entry writes its record anew: it stays small, and below what LMDB keeps within a page. */
export const INLINE_BYTES = 1_024;

/** Far below the 8 MiB from where on LMDB is not to be trusted; smaller ones find room more easily when pages are used again. */
export const CHUNK_BYTES = 2 * 1024 * 1024;

const FORMAT = 3;
/** Its chunks carry no checksums of their own. */
const OUTDATED_FORMAT = 2;
/** Whoever comes upon an entry that has expired removes it. */
const EXPIRED: CacheLife = { usedAt: 0, ttlMs: 0 };
/** Format, time of last use, time to live, length of the content. */
const HEADER_BYTES = 32;
const PAGE_BYTES = 4_096;
/** What an entry takes beside its content, about. */
const ENTRY_BYTES = 160;

export function chunksOf(bytes: number): number {
  return bytes <= INLINE_BYTES ? 0 : Math.ceil(bytes / CHUNK_BYTES);
}

/** What content of that length takes on disk, about. */
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

/** The record, in memory of its own; null when it is none. One of the outdated format has expired. */
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

/** A record used at a time. */
export function usedAt(record: EntryRecord, time: number): EntryRecord {
  return { ...record, life: { ...record.life, usedAt: time } };
}
