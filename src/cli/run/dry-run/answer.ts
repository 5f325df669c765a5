import { COLUMN_NAMES, openTime, type StoredCandles } from '../../../model/candle.ts';
import { formatDate } from '../../../model/time.ts';
import type { Estimate } from '../../../run/plan/pace.ts';
import { type JobPart, sizeOf } from '../../../run/plan/planned-jobs.ts';
import { parameterLabel, strategiesLabel, symbolsLabel, timeframesLabel } from '../../../run/text/labels.ts';
import { counted, formatCount, formatSeconds } from '../../../run/text/numbers.ts';
import type { Prepared } from '../prepare.ts';
import type { DryRun } from './plan.ts';

/** Content of `jbt run --dry-run --json`. */
export function dryRunJson({ plan, candles }: Prepared, dryRun: DryRun): string {
  const { resumes, journalled, cached, left, threads, estimate } = dryRun;
  const document = {
    format: 1,
    jobs: plan.jobs.length,
    parts: plan.parts.map(({ common, axes }) => ({
      ...{ jobs: sizeOf(axes), exchange: common.exchange, routes: common.routes, dataRoutes: common.dataRoutes },
      ...{ from: formatDate(common.from), to: formatDate(common.to), warmupMinutes: common.warmupMinutes, axes },
    })),
    markets: Object.entries(candles).map(([market, loaded]) => ({ market, ...loadOf(loaded) })),
    warnings: plan.warnings,
    known: { resumes, journalled, cached },
    left,
    threads,
    estimate: estimate === null ? null : { ...estimate, seconds: secondsOf(estimate, dryRun) },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** The plan for a person. */
export function dryRunText({ plan, candles }: Prepared, dryRun: DryRun): string {
  const count = plan.jobs.length;
  const facts = [
    ['known', knownText(dryRun)],
    ['threads', String(dryRun.threads)],
    ['time', timeText(dryRun)],
  ];
  const markets = Object.entries(candles).map(([market, loaded]) => `  ${market} · ${loadText(loaded)}`);
  return [
    counted(count, 'backtest'),
    ...groupsOf(plan.parts).flatMap(groupLines),
    'candles',
    ...markets,
    ...facts.map(([name, text]) => `${name.padEnd(8)} ${text}`),
    'dry run: nothing was played',
    '',
  ].join('\n');
}

/** Parts of the same strategies and axes, which differ in markets, timeframes and dates. */
function groupsOf(parts: readonly JobPart[]): readonly (readonly JobPart[])[] {
  const groups = new Map<string, JobPart[]>();
  for (const part of parts) {
    const key = JSON.stringify([strategiesLabel(part.common.routes), part.axes]);
    groups.set(key, [...(groups.get(key) ?? []), part]);
  }
  return [...groups.values()];
}

function groupLines(parts: readonly JobPart[]): readonly string[] {
  const [{ axes }] = parts;
  const jobs = parts.reduce((sum, part) => sum + sizeOf(part.axes), 0);
  const distinct = (text: (common: JobPart['common']) => string) =>
    [...new Set(parts.map(({ common }) => text(common)))].join(', ');
  const traits = [
    distinct(({ routes }) => strategiesLabel(routes)),
    distinct(({ routes }) => symbolsLabel(routes)),
    distinct(({ routes }) => timeframesLabel(routes)),
    distinct(({ from, to }) => `${formatDate(from)} to ${formatDate(to)}`),
  ];
  const values = axes.map(({ name, values }) => `         ${name}: ${values.map(parameterLabel).join(', ')}`);
  return [`${formatCount(jobs).padStart(7)}  ${traits.join(' · ')}`, ...values];
}

function knownText({ resumes, journalled, cached, left }: DryRun): string {
  const known = [
    resumes === null ? [] : `${formatCount(journalled)} done in run ${resumes}, which goes on`,
    cached === null ? 'the cache is not searched for more than 10,000' : `${formatCount(cached)} in the cache`,
  ];
  return `${known.flat().join('; ')}; ${left === 0 ? 'nothing' : formatCount(left)} left to play`;
}

function timeText(dryRun: DryRun): string {
  const { estimate, left } = dryRun;
  if (left === 0) return 'none: every result is known';
  if (estimate === null) return 'not known: no earlier run was measured';
  const basis = `${counted(estimate.measured, 'backtest')} of earlier runs`;
  const caution = estimate.isAlike ? '' : ' (some of these strategies or timeframes are new, and taken for average)';
  return `about ${formatSeconds(secondsOf(estimate, dryRun))}, by ${basis}${caution}`;
}

function secondsOf({ seconds }: Estimate, { threads }: DryRun): number {
  return seconds / threads;
}

interface Load {
  readonly from: string;
  readonly to: string;
  readonly candles: number;
  readonly bytes: number;
}

function loadOf(loaded: StoredCandles): Load {
  return {
    from: formatDate(loaded.start),
    to: formatDate(openTime(loaded, loaded.length)),
    candles: loaded.length,
    bytes: loaded.length * COLUMN_NAMES.length * Float64Array.BYTES_PER_ELEMENT,
  };
}

function loadText(loaded: StoredCandles): string {
  const { from, to, candles, bytes } = loadOf(loaded);
  return `${from} to ${to} · ${formatCount(candles)} candles · ${(bytes / 1e6).toFixed(1)} MB`;
}
