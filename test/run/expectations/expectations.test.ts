import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { JbtError } from '../../../src/model/errors.ts';
import { readExpectations } from '../../../src/run/expectations/expectation.ts';
import { checkExpectations } from '../../../src/run/expectations/misses.ts';
import { expectationLines } from '../../../src/run/expectations/text.ts';
import type { ExpectationReport, JobReport } from '../../../src/run/report.ts';
import { jobReportOf } from '../../support/scripted-run.ts';

type Numbers = Readonly<Record<string, number | null>>;

function rowsOf(metrics: readonly Numbers[]): readonly JobReport[] {
  return metrics.map((own, index) => ({ ...jobReportOf(`job-${index}`), metrics: own as JobReport['metrics'] }));
}

const SHARPES = rowsOf([0.5, 1.5, 2.5, 3.5].map((sharpe_ratio) => ({ sharpe_ratio, net_profit: sharpe_ratio - 1 })));

function checked(text: string, rows = SHARPES, { first = 0, end = rows.length } = {}): ExpectationReport {
  const read = readExpectations([{ text, at: 'jbt.yaml:3', code: 'InvalidBatch', first, end }], ['fast']);
  return checkExpectations(read, () => rows.map((row, position) => ({ position, row })))[0];
}

function messages(text: string, rows = SHARPES): readonly string[] {
  return checked(text, rows).misses.map(({ message }) => message);
}

function refusal(text: string): string | null {
  try {
    readExpectations([{ text, at: '--expect', code: 'InvalidOption', first: 0, end: 1 }], ['fast']);
    return null;
  } catch (error) {
    if (error instanceof JbtError) return error.message;
    throw error;
  }
}

describe('an expectation', () => {
  it('of each backtest names those that miss it, and by how much', () => {
    expect(checked('sharpe_ratio > 1')).toEqual({
      expect: 'sharpe_ratio > 1',
      at: 'jbt.yaml:3',
      over: 'backtest',
      backtests: 4,
      missed: 1,
      misses: [{ job: 'job-0', message: 'sharpe_ratio is 0.5, expected > 1, missed by 0.5' }],
    });
  });

  it('of a part of the batch looks at its backtests alone', () => {
    expect(checked('sharpe_ratio > 1', SHARPES, { first: 1, end: 3 })).toMatchObject({ backtests: 2, missed: 0 });
  });

  test.each([
    ['median(sharpe_ratio) = 2'],
    ['mean(sharpe_ratio) = 2 and count(sharpe_ratio > 1) = 3'],
    ['min(sharpe_ratio) = 0.5 and max(sharpe_ratio) = 3.5'],
    ['share(net_profit > 0) >= 0.75'],
    ['p05(sharpe_ratio) > 0.64 and p05(sharpe_ratio) < 0.66'],
    ['p95(sharpe_ratio) > 3.34 and p95(sharpe_ratio) < 3.36'],
    ['max(sharpe_ratio) - min(sharpe_ratio) = 3'],
    ['max(net_profit * 2) = 5'],
  ])('over the batch is calculated: %s', (text) => {
    expect(checked(text)).toMatchObject({ over: 'batch', missed: 0, misses: [] });
  });

  it('over the batch says by how much it was missed', () => {
    expect(messages('share(net_profit > 0) > 0.9 and median(sharpe_ratio) > 1')).toEqual([
      'share(net_profit > 0) is 0.75, expected > 0.9, missed by 0.15',
    ]);
  });

  it('is missed by a metric without a value, whichever way it is compared', () => {
    const rows = rowsOf([{ sharpe_ratio: null }]);
    for (const text of ['sharpe_ratio > 1', 'sharpe_ratio < 1', 'sharpe_ratio != 1', 'not sharpe_ratio > 1']) {
      expect(messages(text, rows)).toEqual(['sharpe_ratio has no value']);
    }
  });

  it('over the batch is missed if one backtest has no value, and tells how many have none', () => {
    const rows = rowsOf([{ sharpe_ratio: null }, { sharpe_ratio: 3 }]);
    expect(messages('median(sharpe_ratio) > 1', rows)).toEqual([
      'median(sharpe_ratio) has no value; 1 of 2 backtests without sharpe_ratio',
    ]);
    expect(checked('share(sharpe_ratio > 1) = 0.5', rows).missed).toBe(0);
  });

  it('counts misses beyond those it names', () => {
    const rows = rowsOf(Array.from({ length: 150 }, () => ({ sharpe_ratio: 0 })));
    const report = checked('sharpe_ratio > 1', rows);
    expect([report.missed, report.misses.length]).toEqual([150, 100]);
    const lines = expectationLines([report]);
    expect(lines.slice(0, 2)).toEqual([
      '0 of 1 expectation met',
      'missed by 150 of 150 backtests: sharpe_ratio > 1 (jbt.yaml:3)',
    ]);
    expect(lines.at(-1)).toBe('  and 145 more');
  });

  test.each([
    [
      'sharp_ratio > 1',
      '--expect: there is no sharp_ratio (did you mean "sharpe_ratio"?), at character 1: ⟨here⟩sharp',
    ],
    ['medin(total) > 1', 'there is no function medin (did you mean "median"?), at character 1: ⟨here⟩medin'],
    ['median(total) > fast', 'fast has a value in each backtest: write median(fast) or such, at character 17'],
    ['median(min(total)) > 1', 'min() cannot stand in another function, at character 8'],
    ['share(total) > 1', 'expected true or false, such as a comparison, found a number, at character 7'],
    ['median(total > 1) > 1', 'expected a number, found true or false, at character 14'],
    ['median(total > 1', 'expected ), found the end'],
    ['total.constructor > 1', 'an unknown character, at character 6: total⟨here⟩.constructor'],
    ['total', 'expected true or false'],
    ['', 'expected a name or a number, found the end'],
  ])('%s is refused at the fault', (text, message) => {
    expect(refusal(text)).toContain(message);
  });

  it('of any text is read or refused, and what is read is met or missed', () => {
    const word = fc.constantFrom(
      ...['median', 'share', 'count', 'p05', '(', ')', '(', ')', 'sharpe_ratio', 'fast', 'strategy', 'constructor'],
      ...['__proto__', '1', '.5', '1e999', "'x'", '+', '-', '*', '/', '>', '=', '!=', 'and', 'or', 'not', '"', '.'],
    );
    const texts = fc.oneof(
      fc.array(word, { maxLength: 40 }).map((words) => words.join(' ')),
      fc.string({ unit: 'binary', maxLength: 60 }),
    );
    fc.assert(
      fc.property(texts, (text) => {
        if (refusal(text) === null) expect(checked(text).missed).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 3_000 },
    );
  });

  it('of the longest and deepest text comes to an end', () => {
    const long = `${'1+'.repeat(990)}1 > 0`;
    expect(checked(long).missed).toBe(0);
    expect(refusal(`${'('.repeat(900)}1`)).toContain('nested deeper');
    expect(refusal(`${'median('.repeat(250)}1`)).toContain('nested deeper');
    expect(refusal('x'.repeat(1_000_000))).toContain('longer than');
  });
});
