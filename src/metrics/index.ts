import type { Metrics } from '../model/metrics.ts';
import { COUNTS } from './counts.ts';
import { DISTRIBUTION } from './distribution.ts';
import { DRAWDOWN } from './drawdown.ts';
import { gatherFacts } from './facts.ts';
import { FREQUENCY } from './frequency.ts';
import { GROWTH } from './growth.ts';
import { HOLDING } from './holding.ts';
import type { Metric, MetricsInput } from './metric.ts';
import { PAYOFF } from './payoff.ts';
import { PROFIT } from './profit.ts';
import { RISK } from './risk.ts';
import { STREAKS } from './streaks.ts';

export { type ExitReason, exitReasonOf, partsOf, type TradesPart } from './breakdown.ts';
export { equityMetrics, heldEquity } from './buy-and-hold.ts';
export {
  type DrawdownPeriod,
  drawdownPeriods,
  type EquityPoint,
  equityPoints,
  type MonthReturn,
  monthlyReturns,
} from './calendar.ts';
export { metricConventions } from './conventions.ts';
export { fitness } from './fitness.ts';
export type { Metric, MetricsInput } from './metric.ts';
export { changesOf, pricesToReturns, streaks } from './series.ts';

/** Every metric, in the order in which they are listed and documented. */
export const METRICS: readonly Metric[] = [
  ...PROFIT,
  ...COUNTS,
  ...PAYOFF,
  ...STREAKS,
  ...GROWTH,
  ...RISK,
  ...DRAWDOWN,
  ...DISTRIBUTION,
  ...HOLDING,
  ...FREQUENCY,
];

/** Every metric of a finished session, by name; NaN where one is undefined. */
export function computeMetrics(input: MetricsInput): Metrics {
  const facts = gatherFacts(input);
  const { infinities } = input.conventions;
  const defined = (metric: Metric): number => {
    const value = metric.compute(facts);
    return infinities || Number.isFinite(value) ? value : Number.NaN;
  };
  return Object.fromEntries(METRICS.map((metric) => [metric.name, defined(metric)]));
}
