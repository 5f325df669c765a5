import { ARITHMETIC, type Facts, JESSE_SOURCE, type Metric } from './metric.ts';
import { mean, sum } from './statistics.ts';

/** Metrics of profit and fees, and of buying and holding. */
export const PROFIT: readonly Metric[] = [
  {
    name: 'starting_balance',
    title: 'Starting balance',
    unit: 'currency',
    better: 'neither',
    formula: 'B[0]',
    source: ARITHMETIC,
    compute: ({ startingBalance }) => startingBalance,
  },
  {
    name: 'finishing_balance',
    title: 'Finishing balance',
    unit: 'currency',
    better: 'higher',
    formula: 'quote asset in the wallet at the end',
    source: ARITHMETIC,
    compute: ({ finishingBalance }) => finishingBalance,
  },
  {
    name: 'net_profit',
    title: 'Net profit',
    unit: 'currency',
    better: 'higher',
    formula: 'Σ P',
    source: ARITHMETIC,
    compute: netProfit,
  },
  {
    name: 'net_profit_percentage',
    title: 'Net profit %',
    unit: 'percent',
    better: 'higher',
    formula: 'net_profit / starting_balance · 100',
    source: ARITHMETIC,
    compute: (facts) => (netProfit(facts) / facts.startingBalance) * 100,
  },
  {
    name: 'gross_profit',
    title: 'Gross profit',
    unit: 'currency',
    better: 'higher',
    formula: 'Σ W',
    source: ARITHMETIC,
    compute: ({ winners }) => winners.pnl,
  },
  {
    name: 'gross_loss',
    title: 'Gross loss',
    unit: 'currency',
    better: 'higher',
    formula: 'Σ L, negative',
    source: ARITHMETIC,
    compute: ({ losers }) => losers.pnl,
  },
  {
    name: 'profit_factor',
    title: 'Profit factor',
    unit: 'ratio',
    better: 'higher',
    formula: 'Σ W / |Σ L|; undefined without a loss',
    source: 'Schwager, A Complete Guide to the Futures Market (1984)',
    compute: ({ winners, losers }) => (losers.count === 0 ? Number.NaN : winners.pnl / -losers.pnl),
  },
  {
    name: 'fee',
    title: 'Fees',
    unit: 'currency',
    better: 'lower',
    formula: 'Σ fee',
    source: ARITHMETIC,
    compute: ({ trades }) => sum(trades.fees),
  },
  {
    name: 'open_pl',
    title: 'PnL open at the end',
    unit: 'currency',
    better: 'neither',
    formula: 'PnL of the positions that the end of the run closed, before fees',
    source: JESSE_SOURCE,
    compute: ({ openPnl }) => openPnl,
  },
  {
    name: 'benchmark_return',
    title: 'Buy and hold',
    unit: 'percent',
    better: 'neither',
    formula: 'mean over the traded markets of (last close / first open − 1) · 100',
    source: ARITHMETIC,
    compute: ({ benchmark }) => mean(benchmark.map(({ first, last }) => (last / first - 1) * 100)),
  },
];

function netProfit({ all }: Facts): number {
  return all.pnl;
}
