import { ARITHMETIC, type Facts, JESSE_SOURCE, type Metric } from './metric.ts';

/** Numbers of trades, by kind and by result. */
export const COUNTS: readonly Metric[] = [
  {
    name: 'total',
    title: 'Trades',
    unit: 'count',
    better: 'neither',
    formula: 'n',
    source: ARITHMETIC,
    compute: ({ all }) => all.count,
  },
  {
    name: 'total_winning_trades',
    title: 'Winning trades',
    unit: 'count',
    better: 'higher',
    formula: '|W|',
    source: ARITHMETIC,
    compute: ({ winners }) => winners.count,
  },
  {
    name: 'total_losing_trades',
    title: 'Losing trades',
    unit: 'count',
    better: 'lower',
    formula: '|L|',
    source: ARITHMETIC,
    compute: ({ losers }) => losers.count,
  },
  {
    name: 'longs_count',
    title: 'Longs',
    unit: 'count',
    better: 'neither',
    formula: 'longs',
    source: ARITHMETIC,
    compute: ({ all }) => all.longs,
  },
  {
    name: 'shorts_count',
    title: 'Shorts',
    unit: 'count',
    better: 'neither',
    formula: 'shorts',
    source: ARITHMETIC,
    compute: ({ all }) => all.count - all.longs,
  },
  {
    name: 'longs_percentage',
    title: 'Share of longs',
    unit: 'percent',
    better: 'neither',
    formula: 'longs / n · 100',
    source: ARITHMETIC,
    compute: longsPercentage,
  },
  {
    name: 'shorts_percentage',
    title: 'Share of shorts',
    unit: 'percent',
    better: 'neither',
    formula: '100 − longs_percentage',
    source: ARITHMETIC,
    compute: (facts) => 100 - longsPercentage(facts),
  },
  {
    name: 'win_rate',
    title: 'Win rate',
    unit: 'ratio',
    better: 'higher',
    formula: '|W| / (|W| + |L|); 0 without a win',
    source: JESSE_SOURCE,
    compute: ({ winners, losers }) => winRate(winners.count, losers.count),
  },
  {
    name: 'win_rate_longs',
    title: 'Win rate of longs',
    unit: 'ratio',
    better: 'higher',
    formula: 'win_rate over the longs',
    source: JESSE_SOURCE,
    compute: ({ winners, losers }) => winRate(winners.longs, losers.longs),
  },
  {
    name: 'win_rate_shorts',
    title: 'Win rate of shorts',
    unit: 'ratio',
    better: 'higher',
    formula: 'win_rate over the shorts',
    source: JESSE_SOURCE,
    compute: ({ winners, losers }) => winRate(winners.count - winners.longs, losers.count - losers.longs),
  },
  {
    name: 'total_open_trades',
    title: 'Trades open at the end',
    unit: 'count',
    better: 'neither',
    formula: 'positions that the end of the run closed',
    source: JESSE_SOURCE,
    compute: ({ openTrades }) => openTrades,
  },
  {
    name: 'total_liquidations',
    title: 'Liquidations',
    unit: 'count',
    better: 'lower',
    formula: 'positions closed by the exchange',
    source: JESSE_SOURCE,
    compute: ({ liquidations }) => liquidations,
  },
];

/** Winners among the trades that won or lost, from 0 to 1. */
export function winRate(winners: number, losers: number): number {
  return winners === 0 ? 0 : winners / (winners + losers);
}

function longsPercentage({ all }: Facts): number {
  return (all.longs / all.count) * 100;
}
