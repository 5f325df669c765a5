import { type Facts, JESSE_SOURCE, type Metric } from './metric.ts';
import { mean, smallest } from './statistics.ts';

/** Metrics of depth and length of the falls below a peak of equity. */
export const DRAWDOWN: readonly Metric[] = [
  {
    name: 'max_drawdown',
    title: 'Max drawdown',
    unit: 'percent',
    better: 'higher',
    formula: 'D · 100',
    source: JESSE_SOURCE,
    compute: (facts) => maxDrawdown(facts) * 100,
  },
  {
    name: 'max_underwater_period',
    title: 'Longest drawdown',
    unit: 'days',
    better: 'lower',
    formula: 'most samples in a row below the highest equity before them',
    source: JESSE_SOURCE,
    compute: ({ equity }) => longestUnderwater(equity),
  },
  {
    name: 'ulcer_index',
    title: 'Ulcer index',
    unit: 'percent',
    better: 'lower',
    formula: '√mean(d²) · 100',
    source: "Martin and McCann, The Investor's Guide to Fidelity Funds (1989)",
    compute: ({ drawdowns }) => ulcer(drawdowns) * 100,
  },
  {
    name: 'recovery_factor',
    title: 'Recovery factor',
    unit: 'ratio',
    better: 'higher',
    formula: '(B[last] / B[0] − 1) / |D|; undefined without a drawdown',
    source: 'total return per unit of drawdown, as in quantstats',
    compute: recoveryFactor,
  },
];

/** The deepest drawdown as a share, at most 0; NaN below two samples. */
export function maxDrawdown({ drawdowns, deepestDrawdown, conventions }: Facts): number {
  const daily = smallest(drawdowns);
  return conventions.drawdownWithinDays ? Math.min(daily, deepestDrawdown) : daily;
}

/** Root of the mean squared drawdown, both as shares. */
export function ulcer(drawdowns: readonly number[]): number {
  return Math.sqrt(mean(drawdowns.map((drawdown) => drawdown ** 2)));
}

function recoveryFactor(facts: Facts): number {
  const { equity } = facts;
  return (equity[equity.length - 1] / equity[0] - 1) / -maxDrawdown(facts);
}

function longestUnderwater(equity: readonly number[]): number {
  if (equity.length < 2) return Number.NaN;
  let peak = equity[0];
  let atPeak = 0;
  let longest = 0;
  for (const [index, value] of equity.entries()) {
    if (value >= peak) {
      peak = value;
      atPeak = index;
    }
    longest = Math.max(longest, index - atPeak);
  }
  return longest;
}
