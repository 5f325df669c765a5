import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { CandleFile } from '../../src/adapters/candles/file.ts';
import { type CandleStore, openCandleStore } from '../../src/adapters/candles/lmdb/store.ts';
import { type LmdbEnvironment, openEnvironment } from '../../src/adapters/lmdb/environment.ts';
import { sha256 } from '../../src/adapters/system/digest.ts';
import { allocateColumns, type CandleColumns } from '../../src/model/candle.ts';
import { MINUTE } from '../../src/model/time.ts';
import type { Clock } from '../../src/run/ports.ts';

export const FIL = { exchange: 'Binance Perpetual Futures', symbol: 'FIL-USDT' };
export const AUGUST = Date.UTC(2023, 7, 1);

/** A clock that stands still at noon. */
export const NOON: Clock = { now: () => Date.UTC(2023, 7, 1, 12), every: () => () => {} };

/** An environment, its candle store, and what was warned of; closed when the test is over. */
export interface OpenStore {
  readonly environment: LmdbEnvironment;
  readonly store: CandleStore;
  readonly warnings: readonly string[];
}

export function openStore(folder: string): OpenStore {
  const warnings: string[] = [];
  const warn = (message: string) => warnings.push(message);
  const environment = openEnvironment(folder, { access: 'write', check: 'quick', clock: NOON, warn });
  onTestFinished(() => environment.close());
  return { environment, store: openCandleStore({ environment, digest: sha256, warn }), warnings };
}

/** Candles of one endless series as columns; the volume is the minute at which a candle opens. */
export function seriesOf(first: number, length: number, step = 1): CandleColumns {
  const candles = allocateColumns(AUGUST + first * MINUTE, step * MINUTE, length);
  for (let index = 0; index < length; index++) {
    const minute = first + index * step;
    const price = 100 + (minute % 1_000) / 8;
    candles.open[index] = price;
    candles.close[index] = price + 0.5;
    candles.high[index] = price + 1;
    candles.low[index] = price - 1;
    candles.volume[index] = minute;
  }
  return candles;
}

/** Candles of one endless series, from minute `first` on, counted from the start of August; lines count from 1. */
export function fileOf(first: number, length: number, name = 'fil.csv', step = 1): CandleFile {
  return fileFrom(seriesOf(first, length, step), name);
}

/** A file of candles without a gap. */
function fileFrom({ start, step, length, ...columns }: CandleColumns, name = 'fil.csv'): CandleFile {
  const [first, minutes] = [start / MINUTE, Number(step) / MINUTE];
  const rows = {
    minutes: Uint32Array.from({ length }, (_, index) => first + index * minutes),
    lines: Uint32Array.from({ length }, (_, index) => index + 1),
    ...columns,
  };
  return {
    name,
    rowWord: 'line',
    isFirstPart: true,
    rows,
    stamp: 'open',
    length: null,
    duplicates: 0,
    isAssumedUtc: false,
    notes: [],
  };
}

/** The file without the rows that a test leaves out. */
export function filterRows(file: CandleFile, keep: (row: number) => boolean): CandleFile {
  const kept = (_: number, row: number) => keep(row);
  const { minutes, lines, open, close, high, low, volume } = file.rows;
  const rows = {
    minutes: minutes.filter(kept),
    lines: lines.filter(kept),
    open: open.filter(kept),
    close: close.filter(kept),
    high: high.filter(kept),
    low: low.filter(kept),
    volume: volume.filter(kept),
  };
  return { ...file, rows };
}

/** Flips a bit wherever bytes occur in an environment's file, which must be closed. */
export function damage(folder: string, bytes: Buffer): void {
  const path = join(folder, 'data.mdb');
  const content = readFileSync(path);
  let found = 0;
  for (let at = content.indexOf(bytes); at >= 0; at = content.indexOf(bytes, at + 1)) {
    content[at + bytes.length - 1] ^= 1;
    found += 1;
  }
  if (found === 0) throw new Error('the bytes to damage are not there');
  writeFileSync(path, content);
}

/** A number as it lies in the file. */
export function numberBytes(number: number): Buffer {
  return Buffer.from(Float64Array.of(number).buffer);
}
