import { DAY } from '../model/time.ts';
import { type Facts, JESSE_SOURCE, type Metric } from './metric.ts';

const DAYS_A_WEEK = 7;
/** Days of Jesse's month in this metric; its timeframe 1M has 30. */
const DAYS_A_MONTH = 30.44;

/** Metrics of the number of trades in a time. */
export const FREQUENCY: readonly Metric[] = [
  {
    name: 'avg_trades_per_day',
    title: 'Trades a day',
    unit: 'count',
    better: 'neither',
    formula: 'n / T in days',
    source: JESSE_SOURCE,
    compute: tradesPerDay,
  },
  {
    name: 'avg_trades_per_week',
    title: 'Trades a week',
    unit: 'count',
    better: 'neither',
    formula: 'avg_trades_per_day · 7',
    source: JESSE_SOURCE,
    compute: (facts) => tradesPerDay(facts) * DAYS_A_WEEK,
  },
  {
    name: 'avg_trades_per_month',
    title: 'Trades a month',
    unit: 'count',
    better: 'neither',
    formula: 'avg_trades_per_day · 30.44',
    source: JESSE_SOURCE,
    compute: (facts) => tradesPerDay(facts) * DAYS_A_MONTH,
  },
];

function tradesPerDay({ all, startedAt, endedAt, conventions }: Facts): number {
  return all.count / ((endedAt + conventions.lateEnd - startedAt) / DAY);
}
