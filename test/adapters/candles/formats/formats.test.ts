import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as arrow from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { parseZone } from '../../../../src/adapters/candles/time/time.ts';
import { AUGUST, candlesOf, readAny } from '../../../support/candle-files.ts';

/** Files of 300 minutes that hyparquet-writer and apache-arrow wrote. */
const FILES = [
  ...['uncompressed', 'snappy', 'gzip', 'zstd', 'lz4_raw'].map((codec) => `${codec}.parquet`),
  ...['uncompressed', 'lz4', 'zstd'].map((codec) => `${codec}.feather`),
];

function content(name: string): Buffer {
  return readFileSync(join(import.meta.dirname, name));
}

describe.each(FILES)('%s', (name) => {
  it('is read, whatever it is called', async () => {
    const candles = candlesOf((await readAny(content(name)))[0]);
    expect({ start: candles[0].timestamp, length: candles.length }).toEqual({ start: AUGUST, length: 300 });
    expect(candles[299]).toMatchObject({ open: 105, high: 107, low: 104, close: 106, volume: 4 });
  });

  it('is refused in one line when it is cut off', async () => {
    const bytes = content(name);
    await expect(readAny(bytes.subarray(0, bytes.length >> 1))).rejects.toMatchObject({
      code: 'InvalidCandles',
      message: expect.stringMatching(
        /^candles cannot be read to its end \(.*\): it is damaged or no (Parquet|Arrow) file$/,
      ),
    });
  });
});

it('a format is recognised within gzip', async () => {
  const [{ rows }] = await readAny(gzipSync(content('snappy.parquet')));
  expect(rows.minutes.length).toBe(300);
});

it('times without a zone in Arrow follow --time-zone, and are UTC otherwise', async () => {
  const numbers = Object.fromEntries(['open', 'high', 'low', 'close'].map((name) => [name, Float64Array.of(1, 1)]));
  const times = arrow.vectorFromArray([AUGUST, AUGUST + 60_000], new arrow.TimestampMillisecond());
  const columns = Object.entries(numbers).map(([name, values]) => [name, arrow.makeVector(values)]);
  const table = new arrow.Table({ timestamp: times, ...Object.fromEntries(columns) });
  const bytes = Buffer.from(arrow.tableToIPC(table, 'file'));
  const [utc] = await readAny(bytes);
  expect(candlesOf(utc)[0].timestamp).toBe(AUGUST);
  expect(utc.notes.join()).toMatch(/times have no zone and are taken as UTC/);
  const [berlin] = await readAny(bytes, { timeZone: parseZone('Europe/Berlin') });
  expect(candlesOf(berlin)[0].timestamp).toBe(AUGUST - 2 * 3_600_000);
});
