import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TimeReader, type TimeUnit } from '../../../../src/adapters/candles/time/time.ts';
import { MINUTE } from '../../../../src/model/time.ts';

const AUGUST = Date.UTC(2023, 7, 1);

function readTimestamp(text: string, unit: TimeUnit | null) {
  return new TimeReader({ unit, order: null, zone: null }).read(text);
}

describe('a time', () => {
  it.each<[string, number]>([
    ['1690848000', AUGUST],
    ['1690848000.0', AUGUST],
    ['1690848000000', AUGUST],
    ['1.690848e12', AUGUST],
    ['1690848000000000', AUGUST],
    ['1690848000000000000', AUGUST],
    ['2023-08-01', AUGUST],
    ['20230801', AUGUST],
    ['2023-08-01 00:00', AUGUST],
    ['2023-08-01T00:00:00Z', AUGUST],
    ['2023-08-01T00:00:00.000Z', AUGUST],
    ['2023-08-01 00:00:00.000000', AUGUST],
    ['2023-08-01 00:00:00 UTC', AUGUST],
    ['2023-08-01 00:00:00+00:00', AUGUST],
    ['2023-08-01 02:00:00+02:00', AUGUST],
    ['2023-07-31T18:30-0530', AUGUST],
    ['2023-08-01T00:00:30.250Z', AUGUST + 30_250],
  ])('reads %s by its magnitude or form', (text, expected) => {
    expect(readTimestamp(text, null)).toBe(expected);
  });

  it.each(['', 'abc', 'NaN', '-1690848000', '2023-02-30', '2023-13-01', '01/08/2023', '9999999999999'])(
    'takes %j for no time',
    (text) => {
      expect(readTimestamp(text, null)).toBeNull();
    },
  );

  it.each<[string, TimeUnit, number | null]>([
    ['60', 's', MINUTE],
    ['60000', 'ms', MINUTE],
    ['60000000', 'us', MINUTE],
    ['60000000000', 'ns', MINUTE],
    ['1690848000000', 's', null],
    ['1690848000', 'iso', null],
    ['2023-08-01', 'ms', null],
    ['2023-08-01', 'iso', AUGUST],
  ])('reads %s as %s when told to', (text, unit, expected) => {
    expect(readTimestamp(text, unit)).toBe(expected);
  });

  it('reads every whole minute from 1980 to 2099 alike in every unit', () => {
    const minutes = fc.integer({ min: Date.UTC(1980, 0) / MINUTE, max: Date.UTC(2099, 11) / MINUTE });
    fc.assert(
      fc.property(minutes, (minute) => {
        const timestamp = minute * MINUTE;
        const spellings = [
          `${timestamp / 1_000}`,
          `${timestamp}`,
          `${timestamp}000`,
          `${timestamp}000000`,
          new Date(timestamp).toISOString(),
        ];
        expect(spellings.map((text) => readTimestamp(text, null))).toEqual(spellings.map(() => timestamp));
      }),
    );
  });
});
