import {
  allocateColumns,
  baseOf,
  type Candle,
  COLUMN_NAMES,
  candleFault,
  type StoredCandles,
} from '../../../model/candle.ts';
import { JbtError } from '../../../model/errors.ts';
import { formatDate, MINUTE, monthStart } from '../../../model/time.ts';
import { minutesOf, timeframeOfLength } from '../../../model/timeframe.ts';

/** Candles of one market: a list in order of time without gaps, or columns. */
export type CandleInput = readonly Candle[] | StoredCandles;

/** The candles as columns. Throws JbtError `InvalidCandles` or `CandleGap`, naming the candle. */
export function storedCandlesOf(candles: CandleInput, symbol: string): StoredCandles {
  return 'step' in candles ? candles : columnsOf(candles, symbol);
}

function columnsOf(candles: readonly Candle[], symbol: string): StoredCandles {
  if (candles.length < 2)
    throw new JbtError('InvalidCandles', `${symbol}: found ${candles.length} candles, needed: 2 or more`);
  const start = candles[0].timestamp;
  const step = stepOf(candles[1].timestamp - start, start, symbol);
  const columns = allocateColumns(start, step, candles.length);
  for (const [index, candle] of candles.entries()) {
    const fault = candleFault(candle);
    const at = `${symbol}: candle ${index + 1}, ${formatDate(candle.timestamp)}`;
    if (fault !== null) throw new JbtError('InvalidCandles', `${at}: ${fault}`);
    const expected = step === 'month' ? monthStart(start, index) : start + index * step;
    if (candle.timestamp !== expected)
      throw new JbtError(
        'CandleGap',
        `${at}: expected ${formatDate(expected)}; candles come in order and without gaps`,
      );
    for (const name of COLUMN_NAMES) columns[name][index] = candle[name];
  }
  return columns;
}

function stepOf(length: number, start: number, symbol: string): StoredCandles['step'] {
  if (length === monthStart(start, 1) - start && length > 27 * 1440 * MINUTE) return 'month';
  const timeframe = timeframeOfLength(length);
  if (timeframe !== null) return minutesOf(timeframe) * MINUTE;
  throw new JbtError(
    'InvalidCandles',
    `${symbol}: ${length / MINUTE} minutes from the first candle to the second are no timeframe`,
  );
}

/** Everything that is stored of a market, as a plan needs to know it. */
export function summaryOf(exchange: string, symbol: string, candles: StoredCandles) {
  const { start, length, step } = candles;
  const to = step === 'month' ? monthStart(start, length) : start + length * step;
  const base = baseOf(candles);
  const minutes = (to - start) / MINUTE;
  return { market: { exchange, symbol }, base, ranges: [{ from: start, to }], minutes, filled: 0, fingerprint: '' };
}
