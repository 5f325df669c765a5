import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Ledger } from '../../../src/cli/download/ledger.ts';
import { minutesIn, missingRange, monthsIn } from '../../../src/cli/download/months.ts';
import { DAY, MINUTE } from '../../../src/model/time.ts';
import { testFolder } from '../../support/folder.ts';

const FIL = { exchange: 'Binance Spot', symbol: 'FIL-USDT' };
const AUGUST = Date.UTC(2023, 7, 1);
const range = (from: number, to: number) => ({ from: AUGUST + from * DAY, to: AUGUST + to * DAY });

it('a range is cut at the ends of months', () => {
  expect(monthsIn(range(-2, 32))).toEqual([range(-2, 0), range(0, 31), range(31, 32)]);
  expect(monthsIn(range(0, 31))).toEqual([range(0, 31)]);
});

it('stored minutes of a range are counted', () => {
  expect(minutesIn([range(-3, 1), range(2, 3), range(30, 40)], range(0, 31))).toBe((3 * DAY) / MINUTE);
});

it.each([
  ['nothing', [], range(0, 31)],
  ['the start', [range(-1, 3)], range(3, 31)],
  ['the end', [range(20, 40)], range(0, 20)],
  ['both ends', [range(-5, 3), range(5, 6), range(20, 31)], range(3, 20)],
  ['the middle', [range(3, 5)], range(0, 31)],
  ['all', [range(-1, 32)], null],
])('of a month of which %s is stored, the rest is missing', (_, stored, missing) => {
  expect(missingRange(stored, range(0, 31))).toEqual(missing);
});

describe('a month that has gaps at its source', () => {
  const stored = [range(0, 3), range(4, 31)];

  function noted() {
    const path = join(testFolder(), 'downloads.json');
    const ledger = new Ledger(path, 'binance-dumps');
    ledger.note(FIL, range(0, 31), stored);
    return { path, ledger };
  }

  it('is wanted once', () => {
    const { path, ledger } = noted();
    expect(ledger.wanted(FIL, range(0, 31), stored)).toBeNull();
    expect(ledger.wanted(FIL, range(2, 10), stored)).toBeNull();
    expect(new Ledger(path, 'binance-dumps').wanted(FIL, range(0, 31), stored)).toBeNull();
  });

  it('is wanted again after minutes were removed, and from another source', () => {
    const { path, ledger } = noted();
    expect(ledger.wanted(FIL, range(0, 31), [range(0, 2), range(4, 31)])).toEqual(range(2, 4));
    expect(new Ledger(path, 'ccxt:binance').wanted(FIL, range(0, 31), stored)).toEqual(range(3, 4));
    expect(ledger.wanted({ ...FIL, symbol: 'BTC-USDT' }, range(0, 31), stored)).toEqual(range(3, 4));
  });

  it('is wanted from where the last download ended', () => {
    const ledger = new Ledger(join(testFolder(), 'downloads.json'), 'binance-dumps');
    const gaps = [range(0, 3), range(4, 9)];
    ledger.note(FIL, range(0, 10), gaps);
    expect(ledger.wanted(FIL, range(0, 12), gaps)).toEqual(range(10, 12));
    expect(ledger.wanted(FIL, range(0, 10), gaps)).toBeNull();
  });
});
