import { winRate } from './counts.ts';
import { ARITHMETIC, type Facts, JESSE_SOURCE, type Metric } from './metric.ts';
import { mean, standardDeviation } from './statistics.ts';

/** Metrics of the gain and loss of single trades. */
export const PAYOFF: readonly Metric[] = [
  {
    name: 'average_win',
    title: 'Average win',
    unit: 'currency',
    better: 'higher',
    formula: 'mean(W); undefined without a win',
    source: ARITHMETIC,
    compute: averageWin,
  },
  {
    name: 'average_loss',
    title: 'Average loss',
    unit: 'currency',
    better: 'lower',
    formula: '|mean(L)|; undefined without a loss',
    source: ARITHMETIC,
    compute: averageLoss,
  },
  {
    name: 'ratio_avg_win_loss',
    title: 'Average win / loss',
    unit: 'ratio',
    better: 'higher',
    formula: 'average_win / average_loss',
    source: ARITHMETIC,
    compute: (facts) => averageWin(facts) / averageLoss(facts),
  },
  {
    name: 'largest_winning_trade',
    title: 'Largest win',
    unit: 'currency',
    better: 'higher',
    formula: 'max(W); 0 without a win',
    source: JESSE_SOURCE,
    compute: ({ winners }) => winners.largest,
  },
  {
    name: 'largest_losing_trade',
    title: 'Largest loss',
    unit: 'currency',
    better: 'higher',
    formula: 'min(L), negative; 0 without a loss',
    source: JESSE_SOURCE,
    compute: ({ losers }) => losers.smallest,
  },
  {
    name: 'expectancy',
    title: 'Expectancy',
    unit: 'currency',
    better: 'higher',
    formula: 'Σ P / n; 0 without a trade',
    source: ARITHMETIC,
    compute: expectancy,
  },
  {
    name: 'expectancy_percentage',
    title: 'Expectancy %',
    unit: 'percent',
    better: 'higher',
    formula: 'expectancy / starting_balance · 100',
    source: JESSE_SOURCE,
    compute: expectancyPercentage,
  },
  {
    name: 'expected_net_profit_every_100_trades',
    title: 'Expected % in 100 trades',
    unit: 'percent',
    better: 'higher',
    formula: 'expectancy_percentage · 100',
    source: JESSE_SOURCE,
    compute: (facts) => expectancyPercentage(facts) * 100,
  },
  {
    name: 'sqn',
    title: 'System quality number',
    unit: 'ratio',
    better: 'higher',
    formula: '√n · mean(P) / std(P); undefined below two trades',
    source: 'Tharp, Definitive Guide to Position Sizing (2008), with PnL for R multiples',
    compute: ({ pnls }) => (Math.sqrt(pnls.length) * mean(pnls)) / standardDeviation(pnls),
  },
  {
    name: 'kelly_criterion',
    title: 'Kelly criterion',
    unit: 'ratio',
    better: 'higher',
    formula: 'win_rate − (1 − win_rate) / ratio_avg_win_loss; undefined without a win or a loss',
    source: 'Kelly, A New Interpretation of Information Rate (1956)',
    compute: kelly,
  },
];

function averageWin({ winners }: Facts): number {
  return winners.pnl / winners.count;
}

function averageLoss({ losers }: Facts): number {
  return Math.abs(losers.pnl / losers.count);
}

function expectancy(facts: Facts): number {
  if (facts.conventions.expectancyCountsBreakEven) return facts.all.count === 0 ? 0 : facts.all.pnl / facts.all.count;
  const rate = winRate(facts.winners.count, facts.losers.count);
  return (averageWin(facts) || 0) * rate - (averageLoss(facts) || 0) * (1 - rate);
}

function expectancyPercentage(facts: Facts): number {
  return (expectancy(facts) / facts.startingBalance) * 100;
}

function kelly(facts: Facts): number {
  const rate = winRate(facts.winners.count, facts.losers.count);
  return rate - ((1 - rate) * averageLoss(facts)) / averageWin(facts);
}
