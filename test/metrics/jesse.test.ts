import { describe, expect, it } from 'vitest';
import { computeMetrics } from '../../src/metrics/index.ts';
import { changesOf, pricesToReturns, streaks } from '../../src/metrics/series.ts';
import { metricsOfEquity } from './support/example.ts';
import {
  differences,
  type EquityCase,
  figure,
  recordedRealRuns,
  recordedScenarios,
  unitCases,
} from './support/golden.ts';

const TOLERANCE = 1e-9;

describe("in Jesse's conventions every metric is what Jesse made", () => {
  it.each(recordedRealRuns())('of real candles: $name', ({ input, metrics }) => {
    expect(Object.keys(metrics)).toHaveLength(44);
    expect(differences(computeMetrics(input), metrics, TOLERANCE)).toEqual([]);
  });

  it.each(recordedScenarios())('of the scenario $name', ({ input, metrics }) => {
    expect(differences(computeMetrics(input), metrics, TOLERANCE)).toEqual([]);
  });

  it.each(unitCases<EquityCase>('equity metrics from the daily balance list'))(
    'of the equity curve $name',
    ({ daily_balance, expected }) => {
      expect(differences(metricsOfEquity(daily_balance, true), expected, TOLERANCE)).toEqual([]);
    },
  );
});

describe("series functions give what Jesse's give", () => {
  type Series = { readonly args: readonly [readonly number[]]; readonly expected: readonly (number | 'NaN')[] };

  it.each(unitCases<Series>('prices_to_returns (percent)'))('prices to returns of $args', ({ args, expected }) => {
    expect(pricesToReturns(args[0])).toEqual(expected.map(figure));
  });

  it.each(unitCases<Series>('streaks(series) with use_diff'))(
    'streaks of the changes of $args',
    ({ args, expected }) => {
      expect(streaks(changesOf(args[0]))).toEqual(expected);
    },
  );
});
