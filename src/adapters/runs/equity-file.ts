import { closeSync, fstatSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { checksumOf } from './checksum.ts';

/** Place of one backtest's daily equity in the file, in numbers, and its CRC-32. */
export interface EquityPlace {
  /** Index of the first number in equity.f64. */
  readonly at: number;
  /** Number of numbers. */
  readonly days: number;
  /** CRC-32 of their bytes, as hex. */
  readonly checksum: string;
}

const NUMBER_BYTES = Float64Array.BYTES_PER_ELEMENT;
/** Lists are read in the order in which they were written, many at a time. */
const LEAST_READ_BYTES = 1 << 20;

/** Daily equity of the backtests of a run: lists of little-endian doubles, one behind the other. */
export class EquityFile {
  readonly #file: number;
  #end: number;
  #read = Buffer.alloc(0);
  #readFrom = 0;

  constructor(path: string, flags: 'a+' | 'r') {
    this.#file = openSync(path, flags, 0o600);
    const { size } = fstatSync(this.#file);
    this.#end = Math.ceil(size / NUMBER_BYTES);
    const torn = size % NUMBER_BYTES;
    if (torn > 0 && flags === 'a+') writeSync(this.#file, Buffer.alloc(NUMBER_BYTES - torn));
  }

  /** Writes all lists at once. */
  append(lists: readonly (readonly number[])[]): readonly EquityPlace[] {
    const parts = lists.map((list) => bytesOf(list));
    const places = parts.map((bytes, index) => {
      const at = this.#end;
      this.#end += lists[index].length;
      return { at, days: lists[index].length, checksum: checksumOf(bytes) };
    });
    writeSync(this.#file, Buffer.concat(parts));
    return places;
  }

  /** Null for a list that is not what was written. */
  read({ at, days, checksum }: EquityPlace): readonly number[] | null {
    const bytes = this.#bytes(at * NUMBER_BYTES, days * NUMBER_BYTES);
    if (bytes.length < days * NUMBER_BYTES || checksumOf(bytes) !== checksum) return null;
    return Array.from({ length: days }, (_, day) => bytes.readDoubleLE(day * NUMBER_BYTES));
  }

  sync(): void {
    fsyncSync(this.#file);
  }

  close(): void {
    closeSync(this.#file);
  }

  #bytes(start: number, length: number): Buffer {
    const isRead = start >= this.#readFrom && start + length <= this.#readFrom + this.#read.length;
    if (!isRead) {
      const block = Buffer.allocUnsafe(Math.max(length, LEAST_READ_BYTES));
      this.#read = block.subarray(0, readSync(this.#file, block, 0, block.length, start));
      this.#readFrom = start;
    }
    return this.#read.subarray(start - this.#readFrom, start - this.#readFrom + length);
  }
}

function bytesOf(list: readonly number[]): Buffer {
  const bytes = Buffer.allocUnsafe(list.length * NUMBER_BYTES);
  for (let day = 0; day < list.length; day++) bytes.writeDoubleLE(list[day], day * NUMBER_BYTES);
  return bytes;
}
