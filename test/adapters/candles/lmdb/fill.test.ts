import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CandleFile } from '../../../../src/adapters/candles/file.ts';
import { type Candle, candleAt } from '../../../../src/model/candle.ts';
import { MINUTE, type TimeRange } from '../../../../src/model/time.ts';
import {
  AUGUST,
  damage,
  FIL,
  fileOf,
  filterRows,
  numberBytes,
  openStore,
  seriesOf,
} from '../../../support/candle-store.ts';
import { testFolder } from '../../../support/folder.ts';

const DAY_MINUTES = 1_440;
/** Minutes of August. */
const MONTH_MINUTES = 31 * DAY_MINUTES;

const gapOf = (first: number, end: number): TimeRange => ({ from: AUGUST + first * MINUTE, to: AUGUST + end * MINUTE });

/** A minute of the series that `fileOf` gives. */
const rowAt = (minute: number): Candle => candleAt(seriesOf(minute, 1), 0);

/** The minute without a trade, after the close of another. */
function flatAt(minute: number, last: number): Candle {
  const { close } = rowAt(last);
  return { timestamp: AUGUST + minute * MINUTE, open: close, high: close, low: close, close, volume: 0 };
}

/** A file of minutes in order. */
function fileWith(minutes: readonly number[]): CandleFile {
  const [first] = minutes;
  const file = fileOf(first, minutes[minutes.length - 1] - first + 1);
  return filterRows(file, (row) => minutes.includes(first + row));
}

/** Stored minutes from one to another, inclusive. */
function candlesOf({ store }: Pick<ReturnType<typeof openStore>, 'store'>, first: number, last: number) {
  const columns = store.load(FIL, gapOf(first, last + 1));
  return Array.from({ length: columns.length }, (_, index) => candleAt(columns, index));
}

describe('filling missing minutes', () => {
  it('makes those between files flat at the last close, over the end of a month', () => {
    const opened = openStore(testFolder());
    const edge = MONTH_MINUTES;
    const files = [fileOf(edge - 10, 8), fileOf(edge + 1, 5)];
    expect(opened.store.put(FIL, files, 'fill')).toMatchObject({
      filledBetween: [gapOf(edge - 2, edge + 1)],
      leftBetween: [],
    });
    expect(candlesOf(opened, edge - 3, edge + 1)).toEqual([
      rowAt(edge - 3),
      ...[edge - 2, edge - 1, edge].map((minute) => flatAt(minute, edge - 3)),
      rowAt(edge + 1),
    ]);
  });

  it('leaves those between files alone unless asked, and those beside them always', () => {
    const { store } = openStore(testFolder());
    store.put(FIL, [fileOf(0, 5), fileOf(10, 5)]);
    store.put(FIL, [fileOf(20, 5)], 'fill');
    expect(store.markets()[0].ranges).toEqual([gapOf(0, 5), gapOf(10, 15), gapOf(20, 25)]);
  });

  it('goes on from the close that is stored between files', () => {
    const opened = openStore(testFolder());
    opened.store.put(FIL, [fileOf(7, 2)]);
    const { filledBetween } = opened.store.put(FIL, [fileOf(12, 5), fileOf(0, 5)], 'fill');
    expect(filledBetween).toEqual([gapOf(5, 7), gapOf(9, 12)]);
    expect(candlesOf(opened, 5, 11)).toEqual([
      ...[5, 6].map((minute) => flatAt(minute, 4)),
      ...[7, 8].map(rowAt),
      ...[9, 10, 11].map((minute) => flatAt(minute, 8)),
    ]);
  });

  it('takes a day between files for a file that was forgotten, as long as it is not stored', () => {
    const { store } = openStore(testFolder());
    const files = [fileOf(0, 5), fileOf(5 + DAY_MINUTES, 5), fileOf(10 + 2 * DAY_MINUTES - 1, 5)];
    expect(store.put(FIL, files, 'fill')).toMatchObject({
      filledBetween: [gapOf(10 + DAY_MINUTES, 10 + 2 * DAY_MINUTES - 1)],
      leftBetween: [gapOf(5, 5 + DAY_MINUTES)],
    });
    store.put(FIL, [fileOf(5, 3)]);
    expect(store.put(FIL, files, 'fill')).toMatchObject({
      filledBetween: [gapOf(8, 5 + DAY_MINUTES)],
      leftBetween: [],
    });
  });

  it('counts those of a file that neither another file nor the store has', () => {
    const opened = openStore(testFolder());
    opened.store.put(FIL, [fileOf(3, 1)], 'leave', 'refuse', '1m');
    const { counts } = opened.store.put(FIL, [fileWith([0, 1, 6]), fileWith([4, 8])], 'fill');
    expect(counts).toMatchObject([
      { added: 5, replaced: 0, alreadyStored: 2, filled: [gapOf(2, 3), gapOf(5, 6)] },
      { added: 3, replaced: 0, alreadyStored: 2, filled: [gapOf(7, 8)] },
    ]);
    expect(candlesOf(opened, 0, 8)).toEqual([
      ...[0, 1].map(rowAt),
      flatAt(2, 1),
      ...[3, 4].map(rowAt),
      flatAt(5, 4),
      rowAt(6),
      flatAt(7, 6),
      rowAt(8),
    ]);
  });

  it('gives the same candles however the rows are spread over the files of an import, in whatever order', () => {
    const row = fc.record({ minute: fc.nat(120), file: fc.nat(3) });
    const rows = fc.uniqueArray(row, { selector: ({ minute }) => minute, minLength: 2, maxLength: 60 });
    fc.assert(
      fc.property(rows, fc.nat(120), (placed, before) => {
        const minutes = (of: typeof placed) =>
          of.map(({ minute }) => MONTH_MINUTES - before + minute).sort((a, b) => a - b);
        const files = placed.map(({ file }) => minutes(placed.filter((other) => other.file === file)));
        const opened = openStore(testFolder());
        opened.store.put(FIL, files.map(fileWith), 'fill', 'refuse', '1m');
        const all = minutes(placed);
        const [first, last] = [all[0], all[all.length - 1]];
        const expected = Array.from({ length: last - first + 1 }, (_, index) => {
          const known = all.filter((minute) => minute <= first + index);
          return all.includes(first + index) ? rowAt(first + index) : flatAt(first + index, known[known.length - 1]);
        });
        expect(candlesOf(opened, first, last)).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });

  it('is undone with all else when a file cannot be put', () => {
    const { store } = openStore(testFolder());
    store.put(FIL, [fileOf(20, 5)]);
    const before = store.markets();
    const wrong = { ...fileOf(20, 5), rows: { ...fileOf(21, 5).rows, minutes: fileOf(20, 5).rows.minutes } };
    expect(() => store.put(FIL, [fileOf(0, 5), fileOf(10, 5), wrong], 'fill')).toThrow(
      expect.objectContaining({ code: 'ConflictingCandles' }),
    );
    expect(store.markets()).toEqual(before);
  });

  it('never takes a damaged month for one without trades', async () => {
    const folder = testFolder();
    const { environment, store } = openStore(folder);
    store.put(FIL, [fileOf(0, 20)]);
    const before = store.markets();
    await environment.close();
    damage(folder, numberBytes(13));
    const { store: damaged } = openStore(folder);
    const files = [fileOf(-5, 5), fileOf(20, 5)];
    expect(() => damaged.put(FIL, files, 'fill')).toThrow(
      expect.objectContaining({
        code: 'CorruptCandles',
        message: expect.stringMatching(/of 2023-08 are damaged: import the files of that month again$/),
      }),
    );
    expect(damaged.markets()).toEqual(before);
    damaged.put(FIL, [fileOf(0, 18)]);
    expect(damaged.put(FIL, files, 'fill')).toMatchObject({ filledBetween: [gapOf(18, 20)] });
  });
});

describe('filled candles', () => {
  const flagsOf = ({ store }: Pick<ReturnType<typeof openStore>, 'store'>, first: number, end: number) =>
    store.load(FIL, gapOf(first, end)).filled;

  it('are remembered, counted and told to those who load, in memory that threads share', async () => {
    const folder = testFolder();
    const opened = openStore(folder);
    opened.store.put(FIL, [fileWith([0, 1, 2, 5])], 'fill');
    await opened.environment.close();
    const again = openStore(folder);
    expect(again.store.markets()).toMatchObject([{ minutes: 6, filled: 2 }]);
    const filled = flagsOf(again, 1, 6);
    expect(filled?.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect([...(filled ?? [])]).toEqual([0, 0, 1, 1, 0]);
    expect(flagsOf(again, 0, 3)).toBeUndefined();
  });

  it('give way to real ones without a conflict, and those behind repeat the new close', () => {
    const opened = openStore(testFolder());
    const edge = MONTH_MINUTES;
    opened.store.put(FIL, [fileWith([edge - 4, edge - 3, edge + 4])], 'fill');
    const { counts } = opened.store.put(FIL, [fileOf(edge - 2, 1)]);
    expect(counts).toMatchObject([{ added: 1, replaced: 0, alreadyStored: 0 }]);
    expect(candlesOf(opened, edge - 3, edge + 4)).toEqual([
      ...[edge - 3, edge - 2].map(rowAt),
      ...[-1, 0, 1, 2, 3].map((minute) => flatAt(edge + minute, edge - 2)),
      rowAt(edge + 4),
    ]);
    expect(opened.store.markets()).toMatchObject([{ filled: 5 }]);
    expect(opened.store.verify()).toMatchObject([{ faults: [] }]);
  });

  it('never take the place of stored ones', () => {
    const opened = openStore(testFolder());
    opened.store.put(FIL, [fileOf(0, 10)]);
    const before = opened.store.markets();
    opened.store.put(FIL, [fileWith([0, 1, 9])], 'fill');
    expect(opened.store.markets()).toEqual(before);
  });
});
