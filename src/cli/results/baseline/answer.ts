import { counted } from '../../../run/text/numbers.ts';
import { limited, metricLines, tradeLines } from '../drift/text.ts';
import type { Comparison, JobDrift } from './drift.ts';

/** Differences from a baseline in words, one line a fact. */
export function comparisonText(comparison: Comparison): string {
  const { same, drifted, vanished, withoutResult, added } = comparison;
  return [
    ...limited(drifted, jobLines),
    ...limited(vanished, (job) => [`vanished: ${job}`]),
    ...limited(withoutResult, (job) => [`failed or not played: ${job}`]),
    ...limited(added, (job) => [`new, not in the baseline: ${job}`]),
    `${counted(same, 'backtest')} as in the baseline, ${drifted.length} drifted, ${vanished.length} vanished, ` +
      `${withoutResult.length} without a result, ${added.length} new`,
  ].join('\n');
}

function jobLines({ job, metrics, firstTrade, note }: JobDrift): readonly string[] {
  return [
    `drifted: ${job}`,
    ...(firstTrade === null ? [] : tradeLines(firstTrade)),
    ...(note === null ? [] : [`  ${note}`]),
    ...metricLines(metrics, 'jbt baseline check --json'),
  ];
}
