import { describe, expect, it } from 'vitest';
import { axesOf } from '../../src/dashboard/page/axes.ts';
import { measuredOf, slicesOf } from '../../src/dashboard/page/slices.ts';
import type { JobReport } from '../../src/run/report.ts';
import { jobReportOf } from '../support/scripted-run.ts';

function rowOf(fast: number, slow: number, profit: number): JobReport {
  const metrics = { profit };
  return { ...jobReportOf(`${fast}-${slow}`), parameters: { fast, slow }, metrics };
}

const ROWS = [rowOf(1, 1, 10), rowOf(1, 2, 12), rowOf(2, 1, 30), rowOf(2, 2, 32)];

describe('slices', () => {
  it('say what share of the variance lies between the values of a parameter, the largest first', () => {
    const slices = slicesOf(measuredOf(ROWS, 'profit'), axesOf(ROWS));
    expect(slices.map(({ axis, explained }) => [axis.name, Number(explained.toFixed(4))])).toEqual([
      ['fast', 0.9901],
      ['slow', 0.0099],
    ]);
    expect(slices[0].groups.map((group) => group?.median)).toEqual([11, 31]);
  });

  it('leave out backtests without a number, and values without a backtest', () => {
    const rows = [rowOf(1, 1, 5), rowOf(2, 1, Number.NaN)];
    const [{ groups, explained }] = slicesOf(measuredOf(rows, 'profit'), axesOf(rows));
    expect([groups.map((group) => group?.median), explained]).toEqual([[5, undefined], 0]);
  });
});
