import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sha256 } from '../../../src/adapters/system/digest.ts';
import { allocateColumns, type CandleColumns, COLUMN_NAMES, type StoredCandles } from '../../../src/model/candle.ts';
import { DAY, MINUTE } from '../../../src/model/time.ts';
import { CandleDigests } from '../../../src/run/results/candle-digests.ts';

const START = Date.UTC(2023, 7, 1);
const DAYS = 20;

function candles(start = START, days = DAYS): CandleColumns {
  const columns = allocateColumns(start, MINUTE, days * 1440, (n) => new Float64Array(new SharedArrayBuffer(n * 8)));
  const offset = start / MINUTE;
  COLUMN_NAMES.forEach((name, c) => {
    for (let i = 0; i < columns.length; i++) columns[name][i] = Math.sin((offset + i) * (c + 1));
  });
  return columns;
}

function digestOf(columns: StoredCandles, from: number, to: number): string {
  return new CandleDigests({ 'Sandbox:BTC-USDT': columns }, sha256).of('Sandbox:BTC-USDT', { from, to });
}

const minute = fc.integer({ min: 0, max: DAYS * 1440 - 1 });

it('the digest of a range changes with every candle in it and with none outside of it', () => {
  const original = candles();
  fc.assert(
    fc.property(minute, minute, minute, fc.constantFrom(...COLUMN_NAMES), (a, b, touched, name) => {
      const [first, last] = [Math.min(a, b), Math.max(a, b)];
      const [from, to] = [START + first * MINUTE, START + (last + 1) * MINUTE];
      const before = digestOf(original, from, to);
      const value = original[name][touched];
      original[name][touched] = value === 0 ? Number.MIN_VALUE : value * (1 + Number.EPSILON);
      const after = digestOf(original, from, to);
      original[name][touched] = value;
      expect(after !== before).toBe(touched >= first && touched <= last);
    }),
    { numRuns: 50 },
  );
});

it('the digest of a range is the same however much was loaded around it', () => {
  const [from, to] = [START + 3 * DAY + 7 * MINUTE, START + 12 * DAY];
  const short = candles(from, 9);
  expect(digestOf(short, from, from + 5 * DAY)).toBe(digestOf(candles(), from, from + 5 * DAY));
  expect(digestOf(candles(), from, to)).not.toBe(digestOf(candles(), from, to - MINUTE));
});

it('two columns that change places have another digest', () => {
  const original = candles();
  const swapped = { ...original, open: original.close, close: original.open };
  expect(digestOf(swapped, START, START + DAY)).not.toBe(digestOf(original, START, START + DAY));
});

it('the same prices at another time have another digest', () => {
  const original = candles();
  const later = { ...original, start: START + 7 * DAY };
  expect(digestOf(later, later.start, later.start + DAY)).not.toBe(digestOf(original, START, START + DAY));
});

it('the digest of weeks changes with every one of them', () => {
  const monday = Date.UTC(2023, 7, 7);
  const weeks = allocateColumns(monday, 7 * DAY, 4);
  const end = monday + 28 * DAY;
  const known = new Set([digestOf(weeks, monday, end)]);
  for (let week = 0; week < 4; week++)
    known.add(digestOf({ ...weeks, close: weeks.close.map((_, i) => (i === week ? 7 : 0)) }, monday, end));
  expect(known.size).toBe(5);
});

it('candles of another length, and filled ones, have another digest', () => {
  const original = candles();
  const range = [START, START + DAY] as const;
  const hours = { ...original, step: 60 * MINUTE };
  const filled = [0, 1].map((value) => ({ ...original, filled: new Uint8Array(original.length).fill(value, 7, 8) }));
  const digests = [original, ...filled].map((each) => digestOf(each, ...range));
  expect(new Set([...digests, digestOf(hours, START, START + DAY)]).size).toBe(4);
});
