import { DAYS_A_YEAR, isShort } from './growth.ts';
import { ARITHMETIC, type Facts, type Metric } from './metric.ts';
import { largest, mean, smallest, sum, worstMean } from './statistics.ts';

/** The shape of the daily returns. */
export const DISTRIBUTION: readonly Metric[] = [
  {
    name: 'volatility',
    title: 'Volatility',
    unit: 'percent',
    better: 'lower',
    formula: 'std(r) · √365 · 100; undefined below 30 days',
    source: ARITHMETIC,
    compute: (facts) => (isShort(facts) ? Number.NaN : facts.deviation * Math.sqrt(DAYS_A_YEAR) * 100),
  },
  {
    name: 'cvar_95',
    title: 'CVaR 95 %',
    unit: 'percent',
    better: 'higher',
    formula: 'mean of the worst 5 % of r, at least of the worst one, · 100',
    source: 'Rockafellar and Uryasev, Optimization of Conditional Value-at-Risk (2000)',
    compute: ({ returns }) => worstMean(returns) * 100,
  },
  {
    name: 'best_day',
    title: 'Best day',
    unit: 'percent',
    better: 'higher',
    formula: 'max(r) · 100',
    source: ARITHMETIC,
    compute: ({ returns }) => largest(returns) * 100,
  },
  {
    name: 'worst_day',
    title: 'Worst day',
    unit: 'percent',
    better: 'higher',
    formula: 'min(r) · 100',
    source: ARITHMETIC,
    compute: ({ returns }) => smallest(returns) * 100,
  },
  {
    name: 'skew',
    title: 'Skew of daily returns',
    unit: 'ratio',
    better: 'higher',
    formula: 'm / ((m − 1)(m − 2)) · Σz³; undefined below three returns',
    source: 'Joanes and Gill, Comparing Measures of Sample Skewness and Kurtosis (1998), G1; pandas skew',
    compute: skew,
  },
  {
    name: 'kurtosis',
    title: 'Excess kurtosis of daily returns',
    unit: 'ratio',
    better: 'lower',
    formula: 'm(m + 1) / ((m − 1)(m − 2)(m − 3)) · Σz⁴ − 3(m − 1)² / ((m − 2)(m − 3)); undefined below four returns',
    source: 'Joanes and Gill (1998), G2; pandas kurt',
    compute: kurtosis,
  },
];

/** Distances of the returns from their mean, in standard deviations. */
function standardised({ returns, deviation }: Facts): number[] {
  const centre = mean(returns);
  return returns.map((value) => (value - centre) / deviation);
}

function skew(facts: Facts): number {
  const m = facts.returns.length;
  if (m < 3) return Number.NaN;
  return (m / ((m - 1) * (m - 2))) * sum(standardised(facts).map((z) => z ** 3));
}

function kurtosis(facts: Facts): number {
  const m = facts.returns.length;
  if (m < 4) return Number.NaN;
  const fourth = sum(standardised(facts).map((z) => z ** 4));
  const normal = (3 * (m - 1) ** 2) / ((m - 2) * (m - 3));
  return ((m * (m + 1)) / ((m - 1) * (m - 2) * (m - 3))) * fourth - normal;
}
