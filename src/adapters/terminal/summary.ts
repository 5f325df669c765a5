import { plannedMinutes } from '../../model/job.ts';
import { parseDate } from '../../model/time.ts';
import type { JobReport, Report } from '../../run/report.ts';
import { counted, formatCount, formatRate, formatSeconds } from '../../run/text/numbers.ts';

/** One line about a whole run: `24 backtests: 23 done, 1 failed · 4.2 s · 4.15M candles · 988k candles/s`. */
export function renderSummary(report: Report): string {
  const { jobs, done, failed, cancelled, cached } = report.totals;
  const ends = [
    [done, 'done'],
    [failed, 'failed'],
    [cancelled, 'cancelled'],
  ] as const;
  const counts = ends.filter(([count]) => count > 0).map(([count, word]) => `${formatCount(count)} ${word}`);
  const head = `${counted(jobs, 'backtest')}: ${counts.join(', ')}`;
  const known = cached > 0 ? `, ${formatCount(cached)} of ${formatCount(jobs)} from cache` : '';
  return [`${head}${known}`, ...speedParts(report), ...valuesParts(report)].join(' · ');
}

/** Cached values, where strategies use any. */
function valuesParts({ cache }: Report): string[] {
  const { hits, misses } = cache.values;
  return hits + misses === 0 ? [] : [`${formatCount(hits)} of ${formatCount(hits + misses)} values from cache`];
}

function speedParts(report: Report): string[] {
  if (report.run.finished === null) return ['interrupted'];
  const seconds = (Date.parse(report.run.finished) - Date.parse(report.run.started)) / 1000;
  const candles = report.rows?.minutes ?? report.jobs.reduce((sum, job) => sum + candlesOf(job), 0);
  if (candles === 0 || seconds === 0) return [formatSeconds(seconds)];
  return [formatSeconds(seconds), `${formatRate(candles)} candles`, `${formatRate(candles / seconds)} candles/s`];
}

/** Candles of a job that was played to its end now; the report does not tell how far others came. */
function candlesOf(job: JobReport): number {
  if (job.status !== 'done' || job.cached) return 0;
  return plannedMinutes({ ...job, from: parseDate(job.from) ?? 0, to: parseDate(job.to) ?? 0 });
}
