import { expect, test } from 'vitest';
import { allocateColumns, type StoredCandles } from '../../../src/model/candle.ts';
import { DAY, HOUR, MINUTE, type TimeRange } from '../../../src/model/time.ts';
import { countCandles, filledWarnings } from '../../../src/run/plan/loaded-candles.ts';

const FIL = 'Test:FIL-USDT';
const NEAR = 'Test:NEAR-USDT';

function needOf(symbol: string, ...ranges: readonly TimeRange[]) {
  return { market: { exchange: 'Test', symbol }, ranges };
}

test('candles of a run are counted by market, those between its ranges are not', () => {
  const week: StoredCandles = { ...allocateColumns(0, HOUR, 7 * 24), filled: new Uint8Array(7 * 24).fill(1, 3, 8) };
  const counts = countCandles(
    {
      [FIL]: needOf('FIL-USDT', { from: 0, to: DAY }, { from: 6 * DAY, to: 7 * DAY }),
      [NEAR]: needOf('NEAR-USDT', { from: 0, to: DAY }),
    },
    { [FIL]: week, [NEAR]: allocateColumns(0, MINUTE, 1440) },
  );
  expect(counts).toEqual([
    { market: FIL, base: '1h', candles: 48, filled: 5 },
    { market: NEAR, base: '1m', candles: 1440, filled: 0 },
  ]);
});

test('one warning names every market with filled candles, and none is given without', () => {
  const counts = [
    { market: FIL, base: '1m', candles: 20_000, filled: 1234 },
    { market: NEAR, base: '1h', candles: 48, filled: 12 },
    { market: 'Test:BTC-USDT', base: '1m', candles: 1440, filled: 0 },
  ] as const;
  expect(filledWarnings(counts)).toEqual([
    '1,234 of 20,000 1m candles of Test:FIL-USDT (6.2 %), 12 of 48 1h candles of Test:NEAR-USDT (25.0 %) are filled: ' +
      'no source had them, the market counts as closed, and nothing is traded in them',
  ]);
  expect(filledWarnings(counts.slice(2))).toEqual([]);
});
