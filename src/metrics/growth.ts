import { DAY } from '../model/time.ts';
import { maxDrawdown } from './drawdown.ts';
import { type Facts, JESSE_SOURCE, type Metric } from './metric.ts';

/** Crypto markets never close. */
export const DAYS_A_YEAR = 365;

/** True when the run is too short to be annualised. */
export function isShort({ startedAt, endedAt, conventions }: Facts): boolean {
  return endedAt - startedAt < conventions.annualisesFrom;
}

/** Metrics of growth, annualised. */
export const GROWTH: readonly Metric[] = [
  {
    name: 'annual_return',
    title: 'Annual return',
    unit: 'percent',
    better: 'higher',
    formula: '(g^(365 / T in days) − 1) · 100, where g = B[last] / B[0] within [1e-10, 1e10]; undefined below 30 days',
    source: JESSE_SOURCE,
    compute: (facts) => annualGrowth(facts) * 100,
  },
  {
    name: 'calmar_ratio',
    title: 'Calmar ratio',
    unit: 'ratio',
    better: 'higher',
    formula: 'annual_return / |D|; undefined without a drawdown and below 30 days',
    source: 'Young, Calmar Ratio: A Smoother Tool (1991), over the whole run',
    compute: calmar,
  },
];

function annualGrowth(facts: Facts): number {
  const { equity } = facts;
  if (equity.length < 2 || isShort(facts)) return Number.NaN;
  const growth = equity[equity.length - 1] / equity[0];
  const years = daysOf(facts, equity.length) / DAYS_A_YEAR;
  return Math.min(Math.max(growth, 1e-10), 1e10) ** (1 / years) - 1;
}

function daysOf({ startedAt, endedAt, conventions }: Facts, samples: number): number {
  return conventions.sampleIsDay ? samples - 1 : (endedAt - startedAt) / DAY;
}

function calmar(facts: Facts): number {
  const deepest = maxDrawdown(facts);
  return deepest === 0 ? facts.conventions.calmarWithoutDrawdown : annualGrowth(facts) / -deepest;
}
