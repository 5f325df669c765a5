import { describe, expect, it } from 'vitest';
import { allocateColumns, candleAt } from '../../../src/model/candle.ts';
import type { Job } from '../../../src/model/job.ts';
import { DAY, HOUR, MINUTE, type TimeRange } from '../../../src/model/time.ts';
import { candleNeeds, loadNeeds } from '../../../src/run/plan/candle-needs.ts';
import type { CandleSource } from '../../../src/run/ports.ts';
import { jobNamed } from '../support/parts.ts';

const KEY = 'Test:FIL-USDT';

function job(fromDay: number, toDay: number, warmupMinutes = 0): Job {
  return { ...jobNamed(`${fromDay}`), from: fromDay * DAY, to: toDay * DAY, warmupMinutes };
}

function days(...ranges: (readonly [number, number])[]): readonly TimeRange[] {
  return ranges.map(([from, to]) => ({ from: from * DAY, to: to * DAY }));
}

/** Every stored minute has its own time as its open. */
const source: CandleSource & { loads: TimeRange[] } = {
  loads: [],
  markets: () => [],
  load(_market, range) {
    this.loads.push(range);
    const columns = allocateColumns(range.from, MINUTE, (range.to - range.from) / MINUTE);
    for (let index = 0; index < columns.length; index++) columns.open[index] = range.from + index * MINUTE;
    return columns;
  },
};

describe('the candles a run needs', () => {
  it.each<[string, Job[], readonly TimeRange[]]>([
    ['of one job are its range', [job(1, 3)], days([1, 3])],
    ['of one job include its warm-up', [job(1, 3, 1440)], days([0, 3])],
    ['of overlapping jobs are one range', [job(1, 3), job(2, 5)], days([1, 5])],
    ['of touching jobs are one range', [job(3, 5), job(1, 3)], days([1, 5])],
    ['of the same range are loaded once', [job(1, 3), job(1, 3)], days([1, 3])],
    ['of jobs apart are two ranges, in order', [job(8, 9), job(1, 3)], days([1, 3], [8, 9])],
    ['of a job across two others are one range', [job(1, 3), job(5, 7), job(2, 6)], days([1, 7])],
  ])('%s', (_title, jobs, ranges) => {
    expect(candleNeeds(jobs)[KEY].ranges).toEqual(ranges);
  });

  it('are those of every market that is traded or read', () => {
    const jobs = [{ ...job(1, 2), dataRoutes: [{ symbol: 'NEAR-USDT', timeframe: '1h' as const }] }];
    expect(Object.keys(candleNeeds(jobs))).toEqual([KEY, 'Test:NEAR-USDT']);
  });

  it('are loaded once a range, and lie at their own time', () => {
    source.loads = [];
    const { [KEY]: columns } = loadNeeds(candleNeeds([job(1, 2), job(1, 2), job(4, 5)]), source);
    expect(source.loads).toEqual(days([1, 2], [4, 5]));
    expect(columns).toMatchObject({ start: DAY, length: 4 * 1440 });
    for (const day of [1, 4]) {
      const candle = candleAt(columns, (day - 1) * 1440 + 7);
      expect(candle).toMatchObject({ timestamp: day * DAY + 7 * MINUTE, open: day * DAY + 7 * MINUTE });
    }
  });

  it('keep their length and which of them were filled when ranges are joined', () => {
    const hourly: CandleSource = {
      markets: () => [],
      load: (_market, { from, to }) => {
        const length = (to - from) / HOUR;
        const columns = allocateColumns(from, HOUR, length);
        columns.open.fill(from);
        return from === 4 * DAY ? { ...columns, filled: new Uint8Array(length).fill(1, 5, 7) } : columns;
      },
    };
    const { [KEY]: candles } = loadNeeds(candleNeeds([job(1, 2), job(4, 5)]), hourly);
    expect(candles).toMatchObject({ start: DAY, step: HOUR, length: 4 * 24 });
    expect(candleAt(candles, 3 * 24)).toMatchObject({ timestamp: 4 * DAY, open: 4 * DAY });
    expect([...(candles.filled ?? [])].flatMap((filled, index) => (filled ? [index] : []))).toEqual([77, 78]);
  });
});
