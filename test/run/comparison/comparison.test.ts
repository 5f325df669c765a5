import { describe, expect, it } from 'vitest';
import { compareRuns } from '../../../src/run/comparison/comparison.ts';
import { inputChanges, type RunInputs } from '../../../src/run/comparison/inputs.ts';
import { byWords } from '../../../src/run/comparison/job-words.ts';
import type { JobReport } from '../../../src/run/report.ts';
import { jobReportOf } from '../../support/scripted-run.ts';

const INPUTS: RunInputs = {
  versions: { jbt: '1.0.0' },
  strategies: { trend: 'aa' },
  candles: {},
  settings: { 'backtests[0].seed': '0' },
};

function rowOf(fast: number, profit: number | null, change: Partial<JobReport> = {}): JobReport {
  const metrics = { net_profit_percentage: profit } as JobReport['metrics'];
  return { ...jobReportOf(`job-${fast}`), parameters: { fast }, metrics, hash: `${profit}`, ...change };
}

function compared(before: readonly JobReport[], after: readonly JobReport[]) {
  return compareRuns({ inputs: INPUTS, rows: before }, { inputs: INPUTS, rows: after });
}

const FAILED: Partial<JobReport> = { status: 'failed', metrics: null, hash: null };

describe('two runs', () => {
  it('meet by the words of their backtests, whatever their order', () => {
    const { same, changed } = compared([rowOf(1, 5), rowOf(2, 6)], [rowOf(2, 6), rowOf(1, 5)]);
    expect([same, changed]).toEqual([2, []]);
  });

  it('list the largest change of profit first', () => {
    const { changed } = compared([rowOf(1, 5), rowOf(2, 6)], [rowOf(1, 6), rowOf(2, -6)]);
    expect(changed.map(({ before, metrics }) => [before.parameters.fast, metrics[0].difference])).toEqual([
      [2, -12],
      [1, 1],
    ]);
  });

  it('differ by a hash alone, and by a metric that lost its value', () => {
    expect(compared([rowOf(1, 5)], [rowOf(1, 5, { hash: 'other' })]).changed).toMatchObject([{ metrics: [] }]);
    const [{ metrics }] = compared([rowOf(1, 5)], [rowOf(1, Number.NaN)]).changed;
    expect(metrics).toEqual([{ metric: 'net_profit_percentage', before: 5, after: null, difference: null }]);
  });

  it('tell apart results that were lost, gained, on neither side, and on one side alone', () => {
    const before = [rowOf(1, 5), rowOf(2, 0, FAILED), rowOf(3, 0, FAILED), rowOf(4, 1)];
    const after = [rowOf(1, 0, FAILED), rowOf(2, 5), rowOf(3, 0, FAILED), rowOf(5, 1)];
    const { same, lost, gained, neither, vanished, added } = compared(before, after);
    expect([same, lost.length, gained.length, neither]).toEqual([0, 1, 1, 1]);
    expect([vanished, added].map(([words]) => /fast=\d/.exec(words)?.[0])).toEqual(['fast=4', 'fast=5']);
  });
});

describe('inputs', () => {
  it('that one run alone has are named with their kind', () => {
    const after = { ...INPUTS, strategies: { trend: 'bb', other: 'cc' }, settings: {} };
    expect(inputChanges(INPUTS, after)).toEqual([
      { kind: 'strategies', name: 'other', before: null, after: 'cc' },
      { kind: 'strategies', name: 'trend', before: 'aa', after: 'bb' },
      { kind: 'settings', name: 'backtests[0].seed', before: '0', after: null },
    ]);
  });
});

describe('words', () => {
  it('of two equal backtests are numbered, so that none is lost', () => {
    expect([...byWords(['a', 'b', 'a'], (item) => item).keys()]).toEqual(['a', 'b', 'a #2']);
  });
});
