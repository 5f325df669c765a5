import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CandleFile } from '../../../../src/adapters/candles/file.ts';
import { type CandleColumns, COLUMN_NAMES } from '../../../../src/model/candle.ts';
import { MINUTE } from '../../../../src/model/time.ts';
import { AUGUST, damage, FIL, fileOf, numberBytes, openStore, seriesOf } from '../../../support/candle-store.ts';
import { testFolder } from '../../../support/folder.ts';
import { testProcess } from '../../../support/test-process.ts';

const NEAR = { exchange: 'Binance Perpetual Futures', symbol: 'NEAR-USDT' };
const DAY_MINUTES = 1_440;
/** Minutes of August. */
const MONTH_MINUTES = 31 * DAY_MINUTES;

const rangeOf = (first: number, length: number) => ({
  from: AUGUST + first * MINUTE,
  to: AUGUST + (first + length) * MINUTE,
});

/** The file with one number changed. */
function changed(file: CandleFile, index: number, close: number): CandleFile {
  const column = Float64Array.from(file.rows.close);
  column[index] = close;
  return { ...file, rows: { ...file.rows, close: column } };
}

/** Counts of files without gaps, as pairs of minutes added and already stored. */
function merged(...pairs: readonly (readonly [added: number, alreadyStored: number])[]): object {
  const counts = pairs.map(([added, alreadyStored]) => ({ added, replaced: 0, alreadyStored, filled: [] }));
  return { counts, filledBetween: [], leftBetween: [] };
}

function expectColumns(found: CandleColumns, expected: CandleColumns): void {
  expect([found.start, found.step, found.length]).toEqual([expected.start, expected.step, expected.length]);
  for (const name of COLUMN_NAMES) expect(found[name]).toEqual(expected[name]);
}

describe('the candle store', () => {
  it('gives back what was put, over months, in memory that threads share', () => {
    const { store } = openStore(testFolder());
    const file = fileOf(0, MONTH_MINUTES + DAY_MINUTES);
    expect(store.put(FIL, [file])).toMatchObject(merged([file.rows.minutes.length, 0]));
    const all = store.load(FIL, rangeOf(0, file.rows.minutes.length));
    expectColumns(all, seriesOf(0, MONTH_MINUTES + DAY_MINUTES));
    for (const name of COLUMN_NAMES) expect(all[name].buffer).toBeInstanceOf(SharedArrayBuffer);
    expectColumns(store.load(FIL, rangeOf(MONTH_MINUTES - 5, 10)), seriesOf(MONTH_MINUTES - 5, 10));
  });

  it('gives it back after it was closed and opened again', async () => {
    const folder = testFolder();
    const { environment, store } = openStore(folder);
    store.put(FIL, [fileOf(0, 100)]);
    const before = store.markets();
    await environment.close();
    const again = openStore(folder);
    expect(again.store.markets()).toEqual(before);
    expectColumns(again.store.load(FIL, rangeOf(0, 100)), seriesOf(0, 100));
    expect(again.warnings).toEqual([]);
  });

  it('is not changed by what it has already', () => {
    const { store } = openStore(testFolder());
    store.put(FIL, [fileOf(0, 100)]);
    const before = store.markets();
    expect(store.put(FIL, [fileOf(0, 100), fileOf(20, 30)])).toMatchObject(merged([0, 100], [0, 30]));
    expect(store.markets()).toEqual(before);
  });

  it('is extended by files that overlap', () => {
    const { store } = openStore(testFolder());
    store.put(FIL, [fileOf(10, 100)]);
    expect(store.put(FIL, [fileOf(0, 60), fileOf(50, 100)])).toMatchObject(merged([10, 50], [40, 60]));
    expect(store.markets()).toMatchObject([{ market: FIL, minutes: 150, ranges: [rangeOf(0, 150)] }]);
  });

  it('keeps markets apart and lists them by name', () => {
    const { store } = openStore(testFolder());
    const tricky = { exchange: 'Binance Perpetual Futures:FIL-USDT x', symbol: 'A-B' };
    for (const market of [NEAR, FIL, tricky]) store.put(market, [fileOf(market === FIL ? 5 : 0, 10)]);
    expect(store.markets().map(({ market, ranges }) => [market, ranges])).toEqual([
      [FIL, [rangeOf(5, 10)]],
      [tricky, [rangeOf(0, 10)]],
      [NEAR, [rangeOf(0, 10)]],
    ]);
    store.remove(FIL);
    expect(store.markets().map(({ market }) => market)).toEqual([tricky, NEAR]);
    expectColumns(store.load(tricky, rangeOf(0, 10)), seriesOf(0, 10));
    expect(() => store.remove(FIL)).toThrow(expect.objectContaining({ code: 'CandlesNotFound' }));
  });

  it('refuses another candle for a stored minute, and with it all files of the import', () => {
    const { store } = openStore(testFolder());
    store.put(FIL, [fileOf(0, 10)]);
    const before = store.markets();
    const files = [fileOf(10, 10), changed(fileOf(5, 10, 'other.csv'), 2, 123)];
    expect(() => store.put(FIL, files)).toThrow(
      expect.objectContaining({
        code: 'ConflictingCandles',
        message: expect.stringMatching(
          /^other.csv line 3: 2023-08-01 00:07 has close 123 instead of 101.375 as Binance Perpetual Futures:FIL-USDT has it already; nothing was imported/,
        ),
      }),
    );
    expect(store.markets()).toEqual(before);
    expect(() => store.load(FIL, rangeOf(0, 20))).toThrow(expect.objectContaining({ code: 'CandlesNotFound' }));
  });

  it('lets a file correct stored minutes when asked, and counts them', () => {
    const { store } = openStore(testFolder());
    store.put(FIL, [fileOf(0, 10)]);
    const corrected = changed(fileOf(5, 10), 2, 123);
    const { counts } = store.put(FIL, [corrected], 'leave', 'replace');
    expect(counts).toMatchObject([{ added: 5, replaced: 1, alreadyStored: 4, filled: [] }]);
    expect([...store.load(FIL, rangeOf(5, 10)).close]).toEqual([...corrected.rows.close]);
  });

  it.each(['refuse', 'replace'] as const)('names both files of an import that contradict, told to %s', (conflicts) => {
    const { store } = openStore(testFolder());
    const files = [fileOf(0, 10, 'first.csv'), changed(fileOf(5, 10, 'second.csv'), 2, 123)];
    expect(() => store.put(FIL, files, 'leave', conflicts)).toThrow(
      expect.objectContaining({
        code: 'ConflictingCandles',
        message: expect.stringMatching(
          /^second.csv line 3: 2023-08-01 00:07 has close 123 instead of 101.375 as first.csv line 8 has it; nothing/,
        ),
      }),
    );
    expect(store.markets()).toEqual([]);
  });

  it.each<[string, number, number, RegExp]>([
    ['before the first minute', -5, 10, /needed for 2023-07-31 23:55 to 2023-08-01 00:05, stored: /],
    ['after the last', 25, 10, /stored: 2023-08-01 to 2023-08-01 00:10, 2023-08-01 00:20 to 2023-08-01 00:30/],
  ])('refuses a range %s with what is stored', (_what, first, length, message) => {
    const { store } = openStore(testFolder());
    store.put(FIL, [fileOf(0, 10), fileOf(20, 10)]);
    expect(() => store.load(FIL, rangeOf(first, length))).toThrow(
      expect.objectContaining({ code: 'CandlesNotFound', message: expect.stringMatching(message) }),
    );
  });

  it('refuses a range over a gap with the minutes that are missing', () => {
    const { store } = openStore(testFolder());
    store.put(FIL, [fileOf(0, 10), fileOf(20, 10)]);
    expect(store.markets()[0].ranges).toEqual([rangeOf(0, 10), rangeOf(20, 10)]);
    expect(() => store.load(FIL, rangeOf(5, 20))).toThrow(
      expect.objectContaining({
        code: 'CandleGap',
        message: expect.stringContaining('10 minutes are missing: 2023-08-01 00:10 to 2023-08-01 00:19'),
      }),
    );
  });

  it('comes to the same candles and fingerprint in whatever order and pieces they are put', () => {
    const length = 3 * MONTH_MINUTES;
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: length - 1 }), { minLength: 1, maxLength: 5 });
    const whole = openStore(testFolder()).store;
    whole.put(FIL, [fileOf(0, length)]);
    fc.assert(
      fc.property(cuts, fc.integer({ min: 0, max: 500 }), fc.infiniteStream(fc.nat()), (points, overlap, random) => {
        const sorted = [0, ...[...points].sort((a, b) => a - b), length];
        const pieces = sorted.slice(1).map((end, i) => fileOf(sorted[i], Math.min(end + overlap, length) - sorted[i]));
        const order = pieces.map((piece) => ({ piece, rank: random.next().value })).sort((a, b) => a.rank - b.rank);
        const { store } = openStore(testFolder());
        for (const { piece } of order) store.put(FIL, [piece]);
        expect(store.markets()).toEqual(whole.markets());
      }),
      { numRuns: 10 },
    );
  });

  it('comes to the same candles when an import goes back to more months than are kept in memory', () => {
    const months = Array.from({ length: 15 }, (_, i) => i * MONTH_MINUTES);
    const files = [0, 10].flatMap((first) => months.map((month) => fileOf(month + first, 10)));
    const [one, many] = [openStore(testFolder()).store, openStore(testFolder()).store];
    expect(one.put(FIL, files)).toMatchObject(merged(...files.map(() => [10, 0] as const)));
    for (const file of files) many.put(FIL, [file]);
    expect(one.markets()).toEqual(many.markets());
    expect(one.verify()).toEqual(many.verify());
    expectColumns(one.load(FIL, rangeOf(0, 20)), seriesOf(0, 20));
  });

  it('has nothing of an import of many months that is refused at its end', () => {
    const { store } = openStore(testFolder());
    const files = Array.from({ length: 15 }, (_, i) => fileOf(i * MONTH_MINUTES, 10));
    expect(() => store.put(FIL, [...files, changed(fileOf(0, 10), 5, 99.5)])).toThrow(/nothing was imported/);
    expect(store.markets()).toEqual([]);
    expect(store.put(FIL, files)).toMatchObject(merged(...files.map(() => [10, 0] as const)));
  });

  it('has another fingerprint for every change of a candle', () => {
    const files = [fileOf(0, 20), fileOf(1, 20), fileOf(0, 21), changed(fileOf(0, 20), 7, 101.375 + 2 ** -40)];
    const prints = files.map((file) => {
      const { store } = openStore(testFolder());
      store.put(FIL, [file]);
      return store.markets()[0].fingerprint;
    });
    expect(new Set(prints).size).toBe(files.length);
  });

  it('has nothing of an import whose process was killed in the middle of it', () => {
    const folder = testFolder();
    const { signal, stderr } = spawnSync(process.execPath, testProcess('killed-import', folder), { encoding: 'utf8' });
    expect({ signal, stderr }).toEqual({ signal: 'SIGKILL', stderr: '' });
    const { environment, store, warnings } = openStore(folder);
    expect(store.markets()).toMatchObject([{ minutes: DAY_MINUTES, ranges: [rangeOf(0, DAY_MINUTES)] }]);
    expect(store.verify()).toEqual([{ market: FIL, months: 1, faults: [] }]);
    expect(store.put(FIL, [fileOf(0, 2 * DAY_MINUTES)])).toMatchObject(merged([DAY_MINUTES, DAY_MINUTES]));
    expect(environment.candles.keys('month ')).toHaveLength(1);
    expect(warnings).toEqual([]);
  });

  it('leaves nothing of an import that is refused after it has written months', () => {
    const { environment, store } = openStore(testFolder());
    const many = fileOf(0, 25 * MONTH_MINUTES);
    expect(() => store.put(FIL, [many, changed(fileOf(0, 10), 5, 99.5)])).toThrow(/nothing was imported/);
    expect(environment.candles.keys('')).toEqual([]);
  });

  it('refuses an import when another one changed the market meanwhile', () => {
    const { environment, store } = openStore(testFolder());
    const slow = store.begin(FIL, { gaps: 'refuse', conflicts: 'refuse', timeframe: null });
    slow.add(fileOf(0, 10));
    store.put(FIL, [fileOf(20, 10)]);
    expect(() => slow.finish()).not.toThrow();
    const slower = store.begin(FIL, { gaps: 'refuse', conflicts: 'refuse', timeframe: null });
    slower.add(fileOf(40, 300_000));
    store.put(FIL, [fileOf(50, 10)]);
    expect(() => slower.finish()).toThrow(/another process imported candles of .* at the same time/);
    slower.abandon();
    expect(store.markets()).toMatchObject([{ minutes: 30 }]);
    expect(environment.candles.keys('month ')).toHaveLength(1);
  });
});

describe('a candle store with a flipped bit', () => {
  const TWO_MONTHS = MONTH_MINUTES + DAY_MINUTES;
  const FAULT =
    'the stored candles of Binance Perpetual Futures:FIL-USDT of 2023-08 are damaged: import the files of that month again';

  /** A store of two months that was damaged while it was closed, and what it was before. */
  async function damaged(bytes: Buffer) {
    const folder = testFolder();
    const { environment, store } = openStore(folder);
    store.put(FIL, [fileOf(0, TWO_MONTHS)]);
    const before = store.markets();
    await environment.close();
    damage(folder, bytes);
    return { ...openStore(folder), before };
  }

  /** A volume of August, of which there is only one. */
  const inAugust = numberBytes(30_001);
  const inRecord = Buffer.from('{"format":1,"months"');

  it('never gives wrong candles, but those of other months', async () => {
    const { store } = await damaged(inAugust);
    expect(() => store.load(FIL, rangeOf(0, TWO_MONTHS))).toThrow(
      expect.objectContaining({ code: 'CorruptCandles', message: FAULT }),
    );
    const september = rangeOf(MONTH_MINUTES, DAY_MINUTES);
    expectColumns(store.load(FIL, september), seriesOf(MONTH_MINUTES, DAY_MINUTES));
  });

  it('is found out by verify', async () => {
    const { store } = await damaged(inAugust);
    expect(store.verify()).toEqual([{ market: FIL, months: 2, faults: [FAULT] }]);
  });

  it('is mended by another import, which says so', async () => {
    const { store, warnings, before } = await damaged(inAugust);
    expect(store.put(FIL, [fileOf(0, MONTH_MINUTES)])).toMatchObject(merged([MONTH_MINUTES, 0]));
    expect(warnings).toEqual([expect.stringContaining('of 2023-08 were damaged and are replaced')]);
    expect(store.markets()).toEqual(before);
    expect(store.verify()).toEqual([{ market: FIL, months: 2, faults: [] }]);
  });

  it('still knows what it has when the note of it is damaged, and writes it again', async () => {
    const { store, before } = await damaged(inRecord);
    expect(store.markets()).toEqual(before);
    expect(store.verify()[0].faults).toEqual([expect.stringContaining('import any of its files again')]);
    expect(store.put(FIL, [fileOf(0, 10)])).toMatchObject(merged([0, 10]));
    expect(store.verify()).toEqual([{ market: FIL, months: 2, faults: [] }]);
    expect(store.markets()).toEqual(before);
  });

  it('is not filled up, however many months the import has besides', async () => {
    const { store, warnings } = await damaged(inAugust);
    const months = Array.from({ length: 15 }, (_, i) => fileOf((i + 1) * MONTH_MINUTES, 10));
    expect(() => store.put(FIL, [fileOf(0, 10), fileOf(20, 10), ...months], 'fill')).toThrow(
      expect.objectContaining({ code: 'CorruptCandles', message: FAULT }),
    );
    expect(warnings).toHaveLength(1);
  });

  it('can be removed', async () => {
    const { store } = await damaged(inRecord);
    store.remove(FIL);
    expect(store.markets()).toEqual([]);
  });
});
