import {
  allocateColumns,
  type CandleColumns,
  COLUMN_NAMES,
  columnList,
  openTime,
  type StoredCandles,
  shortestStep,
  sliceStored,
} from '../../../model/candle.ts';
import { DAY, monthStart } from '../../../model/time.ts';
import type { Blobs } from './blobs.ts';

/** Candles of a market by key: a content a month, so that two batches with different dates share most of them. */
export interface KeyedCandles {
  readonly start: number;
  readonly step: CandleColumns['step'];
  readonly length: number;
  readonly hasTimes: boolean;
  readonly hasFilled: boolean;
  readonly pieces: readonly { readonly digest: string; readonly length: number }[];
}

const NUMBER_BYTES = Float64Array.BYTES_PER_ELEMENT;

/** Puts candles where other machines find them. */
export async function putCandles(candles: StoredCandles, blobs: Blobs): Promise<KeyedCandles> {
  const pieces = [];
  for (let from = 0; from < candles.length; ) {
    const to = endOfPiece(candles, from);
    pieces.push({ digest: await blobs.put(bytesOf(sliceStored(candles, from, to))), length: to - from });
    from = to;
  }
  const { start, step, length, times, filled } = candles;
  return { start, step, length, hasTimes: times !== undefined, hasFilled: filled !== undefined, pieces };
}

/** Fetches candles into memory that all threads share: the columns as they were, to the bit. */
export async function getCandles(keyed: KeyedCandles, get: (digest: string) => Promise<Uint8Array>) {
  const { start, step, length, hasTimes, hasFilled, pieces } = keyed;
  const shared = (count: number) => new Float64Array(new SharedArrayBuffer(count * NUMBER_BYTES));
  const columns = allocateColumns(start, step, length, shared);
  const candles: StoredCandles = {
    ...columns,
    ...(hasTimes ? { times: shared(length) } : {}),
    ...(hasFilled ? { filled: new Uint8Array(new SharedArrayBuffer(length)) } : {}),
  };
  let from = 0;
  for (const piece of pieces) {
    takeBytes(sliceStored(candles, from, from + piece.length), await get(piece.digest));
    from += piece.length;
  }
  return candles;
}

/** Index behind the last candle of the month. Candles of a day or longer are few: they are one piece. */
function endOfPiece(candles: StoredCandles, from: number): number {
  if (shortestStep(candles) >= DAY) return candles.length;
  const end = monthStart(openTime(candles, from), 1);
  let [low, high] = [from + 1, candles.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (openTime(candles, middle) < end) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The memory of the candles, in the order of their bytes. Numbers are little endian, as on every machine with LMDB. */
function partsOf(candles: StoredCandles): readonly Uint8Array[] {
  const numbers = [...columnList(candles), ...(candles.times === undefined ? [] : [candles.times])];
  const parts = numbers.map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength));
  return candles.filled === undefined ? parts : [...parts, candles.filled];
}

function bytesOf(candles: StoredCandles): Uint8Array {
  const parts = partsOf(candles);
  const bytes = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.byteLength;
  }
  return bytes;
}

function takeBytes(candles: StoredCandles, bytes: Uint8Array): void {
  let at = 0;
  for (const part of partsOf(candles)) {
    part.set(bytes.subarray(at, at + part.byteLength));
    at += part.byteLength;
  }
  if (at !== bytes.byteLength) {
    throw new RangeError(
      `${candles.length} candles of ${COLUMN_NAMES.length} columns came as ${bytes.byteLength} bytes`,
    );
  }
}
