import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawdownPeriods, equityPoints, monthlyReturns } from '../../src/metrics/index.ts';
import { DAY, HOUR } from '../../src/model/time.ts';

const JULY_30 = Date.UTC(2023, 6, 30);

describe('equity points', () => {
  it('lie at the start, at each midnight inside and at the end', () => {
    const points = equityPoints([1, 2, 3, 4], JULY_30 + 14 * HOUR, JULY_30 + 2 * DAY + HOUR);
    expect(points.map(({ time }) => time)).toEqual([
      JULY_30 + 14 * HOUR,
      JULY_30 + DAY,
      JULY_30 + 2 * DAY,
      JULY_30 + 2 * DAY + HOUR,
    ]);
  });
});

describe('monthly returns', () => {
  it('begin where the month before ended', () => {
    // Midnights of 30 and 31 July, 1 and 2 August: the third closes July.
    const points = equityPoints([100, 110, 120, 90], JULY_30, JULY_30 + 3 * DAY);
    const returns = monthlyReturns(points);
    expect(returns.map(({ month }) => month)).toEqual(['2023-07', '2023-08']);
    expect(returns[0].percent).toBeCloseTo(20, 10);
    expect(returns[1].percent).toBeCloseTo(-25, 10);
  });

  it('compound to the return of the whole run', () => {
    const equity = fc.array(fc.double({ min: 1, max: 1000, noNaN: true }), { minLength: 2, maxLength: 200 });
    fc.assert(
      fc.property(equity, (values) => {
        const points = equityPoints(values, JULY_30, JULY_30 + (values.length - 1) * DAY);
        const product = monthlyReturns(points).reduce((growth, { percent }) => growth * (1 + percent / 100), 1);
        expect((product * values[0]) / values[values.length - 1]).toBeCloseTo(1, 9);
      }),
    );
  });

  it('are none without a second sample, and undefined for a month that began with nothing', () => {
    expect(monthlyReturns([])).toEqual([]);
    expect(monthlyReturns(equityPoints([100], JULY_30, JULY_30))).toEqual([]);
    expect(monthlyReturns(equityPoints([0, 10], JULY_30, JULY_30 + DAY))[0].percent).toBeNaN();
  });
});

describe('drawdown periods', () => {
  it('name start, bottom, recovery and depth, deepest first, the last one open', () => {
    const points = equityPoints([100, 95, 90, 101, 100, 80, 85], JULY_30, JULY_30 + 6 * DAY);
    const [first, second, ...rest] = drawdownPeriods(points);
    expect(rest).toEqual([]);
    expect(first).toMatchObject({ startedAt: JULY_30 + 4 * DAY, bottomAt: JULY_30 + 5 * DAY, recoveredAt: null });
    expect(first.percent).toBeCloseTo((80 / 101 - 1) * 100, 10);
    expect(second).toMatchObject({
      startedAt: JULY_30 + DAY,
      bottomAt: JULY_30 + 2 * DAY,
      recoveredAt: JULY_30 + 3 * DAY,
    });
    expect(second.percent).toBeCloseTo(-10, 10);
  });

  it('are at most as many as asked for', () => {
    const points = equityPoints([10, 9, 10, 8, 10, 7, 10], JULY_30, JULY_30 + 6 * DAY);
    expect(drawdownPeriods(points, 2).map(({ percent }) => Math.round(percent))).toEqual([-30, -20]);
  });
});
