import { JESSE_SOURCE, type Metric } from './metric.ts';

/** Runs of wins and of losses. */
export const STREAKS: readonly Metric[] = [
  {
    name: 'winning_streak',
    title: 'Longest winning streak',
    unit: 'count',
    better: 'higher',
    formula: 'most trades above 0 in a row',
    source: JESSE_SOURCE,
    compute: ({ streaks }) => streaks.reduce((a, b) => Math.max(a, b), 0),
  },
  {
    name: 'losing_streak',
    title: 'Longest losing streak',
    unit: 'count',
    better: 'lower',
    formula: 'most trades below 0 in a row',
    source: JESSE_SOURCE,
    compute: ({ streaks }) => Math.abs(streaks.reduce((a, b) => Math.min(a, b), 0)),
  },
  {
    name: 'current_streak',
    title: 'Streak at the end',
    unit: 'count',
    better: 'neither',
    formula: 'wins in a row at the end, or losses as a negative number',
    source: JESSE_SOURCE,
    compute: ({ streaks }) => streaks.at(-1) ?? 0,
  },
];
