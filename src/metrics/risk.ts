import { ulcer } from './drawdown.ts';
import { DAYS_A_YEAR, isShort } from './growth.ts';
import type { Facts, Metric } from './metric.ts';
import { mean, standardDeviation, sum, worstMean } from './statistics.ts';

/** Daily returns set against their risk. The riskless rate is 0. */
export const RISK: readonly Metric[] = [
  {
    name: 'sharpe_ratio',
    title: 'Sharpe ratio',
    unit: 'ratio',
    better: 'higher',
    formula: 'mean(r) / std(r) · √365; undefined below 30 days',
    source: 'Sharpe, The Sharpe Ratio (1994)',
    compute: sharpe,
  },
  {
    name: 'sortino_ratio',
    title: 'Sortino ratio',
    unit: 'ratio',
    better: 'higher',
    formula: 'mean(r) / √(Σ min(r, 0)² / m) · √365; undefined without a loss and below 30 days',
    source: 'Sortino and Price, Performance Measurement in a Downside Risk Framework (1994)',
    compute: sortino,
  },
  {
    name: 'omega_ratio',
    title: 'Omega ratio',
    unit: 'ratio',
    better: 'higher',
    formula: 'Σ max(r, 0) / |Σ min(r, 0)|; undefined without a loss',
    source: 'Keating and Shadwick, A Universal Performance Measure (2002)',
    compute: omega,
  },
  {
    name: 'serenity_index',
    title: 'Serenity index',
    unit: 'ratio',
    better: 'higher',
    formula: "Σr / (√mean(d²) · |CVaR95(d')| / std(r')), where d' and r' begin with a 0 for the start",
    source: 'KeyQuant, Introducing the Serenity Ratio (2015), as meant by Jesse',
    compute: serenity,
  },
];

function sharpe(facts: Facts): number {
  const { returns, deviation } = facts;
  return isShort(facts) ? Number.NaN : (mean(returns) / deviation) * Math.sqrt(DAYS_A_YEAR);
}

function sortino(facts: Facts): number {
  if (isShort(facts)) return Number.NaN;
  const { returns, equity, conventions } = facts;
  const squares = sum(returns.map((value) => Math.min(value, 0) ** 2));
  const average = mean(returns);
  if (squares === 0 && average === 0) return conventions.sortinoWhenFlat;
  const days = conventions.sortinoCountsStart ? equity.length : returns.length;
  return (average / Math.sqrt(squares / days)) * Math.sqrt(DAYS_A_YEAR);
}

function omega({ returns }: Facts): number {
  const losses = returns.filter((value) => value < 0);
  if (losses.length === 0) return Number.NaN;
  return sum(returns.filter((value) => value > 0)) / -sum(losses);
}

/** With fewer samples the worst 5 % of Jesse's lost drawdowns are an empty list. */
const JESSE_SERENITY_SAMPLES = 20;

function serenity({ returns, drawdowns, equity, conventions }: Facts): number {
  if (conventions.serenityLosesDrawdowns) {
    return equity.length < JESSE_SERENITY_SAMPLES ? Number.NaN : sum(returns) / 0;
  }
  const pitfall = -worstMean([0, ...drawdowns]) / standardDeviation([0, ...returns]);
  return sum(returns) / (ulcer(drawdowns) * pitfall);
}
