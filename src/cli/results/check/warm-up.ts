import { isSame } from '../../../engine/series/look-ahead.ts';
import type { Job } from '../../../model/job.ts';
import { marketKey } from '../../../model/market.ts';
import { MINUTE, type Timestamp } from '../../../model/time.ts';
import { firstOrderDrift, orderText } from '../../../run/comparison/checks/order-lines.ts';
import { grownWarmUps, longestOf } from '../../../run/comparison/checks/warm-up.ts';
import type { Fact } from '../../../run/events.ts';
import type { SharedInputs } from '../../../run/ports.ts';
import type { Evidence } from '../../../run/results/result-record.ts';
import { counted } from '../../../run/text/numbers.ts';
import { evidenceOf } from '../../replay/evidence.ts';
import { playOnThreads } from '../../replay/on-threads.ts';
import type { CheckedBatch, CheckReport, JobFinding } from './finding.ts';

/** One play of a job. */
interface Play {
  readonly job: Job;
  readonly evidence: Evidence | string;
  /** Values of indicators at the first bar, by the market and the name of each. */
  readonly indicators: ReadonlyMap<string, number>;
}

/** Plays every job again with longer warm-ups. Other orders mean that indicators had not settled. */
export async function checkWarmUp(
  { jobs, shared, threads }: CheckedBatch,
  storedFrom: (job: Job) => Timestamp,
): Promise<CheckReport> {
  const grown = jobs.map((job) => ({ job, plays: grownWarmUps(job, storedFrom(job)) }));
  const found = new Map<string, Evidence | string>();
  const all = grown.flatMap(({ plays }) => plays);
  const values = new Map<string, ReadonlyMap<string, number>>();
  const asking: SharedInputs = { ...shared, debug: ['indicator_values'] };
  await playOnThreads(
    all,
    asking,
    threads,
    ({ id }, ending) => found.set(id, evidenceOf(ending)),
    ({ id }, facts) => values.set(id, new Map([...(values.get(id) ?? []), ...indicatorsIn(facts)])),
  );
  const findings = grown.flatMap(({ job, plays }): JobFinding[] => {
    const lines = linesOf(
      plays.map((play): Play => {
        const evidence = found.get(play.id) ?? 'it was not played';
        return { job: play, evidence, indicators: values.get(play.id) ?? new Map() };
      }),
    );
    return lines === null ? [] : [{ job: job.id, ...lines }];
  });
  return { findings, summary: summaryOf(grown, findings, all.length) };
}

/** Null for a job whose orders stay the same. */
function linesOf(plays: readonly Play[]): Omit<JobFinding, 'job'> | null {
  const failed = plays.find(({ evidence }) => typeof evidence === 'string');
  if (failed !== undefined) return { kind: 'failed', lines: [String(failed.evidence)] };
  if (plays.length < 2)
    return { kind: 'failed', lines: ['no earlier candles are stored: import some before its first bar'] };
  const longest = plays[plays.length - 1];
  const drift = firstOrderDrift(ordersOf(plays[0]), ordersOf(longest));
  if (drift === null) return null;
  const settled = plays.findIndex((play) => firstOrderDrift(ordersOf(play), ordersOf(longest)) === null);
  const advice =
    settled === plays.length - 1
      ? `it had not settled after ${barsOf(longest)}, the longest tried`
      : `settled from ${barsOf(plays[settled])} on: warmup: ${plays[settled].job.warmupMinutes}m`;
  return {
    kind: 'finding',
    lines: [
      `order ${drift.order} is another one after ${barsOf(longest)} of warm-up than after ${barsOf(plays[0])}; ${advice}`,
      `  ${barsOf(plays[0]).padEnd(12)}  ${orderText(drift.before)}`,
      `  ${barsOf(longest).padEnd(12)}  ${orderText(drift.after)}`,
      ...unsettledLines(plays[0], longest),
    ],
  };
}

/** The value in a line such as `ema period=20 4.12`, by what stands before it. */
function indicatorsIn(facts: readonly Fact[]): readonly (readonly [string, number])[] {
  return facts.flatMap((fact) => {
    if (fact.kind !== 'trace' || fact.step !== 'indicator_values') return [];
    const end = fact.message.lastIndexOf(' ');
    return [[`${fact.symbol} ${fact.message.slice(0, end)}`, Number(fact.message.slice(end + 1))] as const];
  });
}

/** Indicators whose value at the first bar depends on the warm-up. */
function unsettledLines(own: Play, longest: Play): readonly string[] {
  return [...own.indicators].flatMap(([name, value]) => {
    const settled = longest.indicators.get(name) ?? Number.NaN;
    return isSame(value, settled)
      ? []
      : [`  unsettled: ${name}: ${value} at the first bar, ${settled} with ${barsOf(longest)}`];
  });
}

function ordersOf({ evidence }: Play) {
  return typeof evidence === 'string' ? [] : evidence.orders;
}

/** Warm-up in bars of the longest timeframe. */
function barsOf({ job }: Play): string {
  return counted(Math.floor(job.warmupMinutes / longestOf(job)), 'bar');
}

function summaryOf(
  grown: readonly { readonly plays: readonly Job[] }[],
  findings: readonly JobFinding[],
  plays: number,
): string {
  const unsettled = findings.filter(({ kind }) => kind === 'finding').length;
  const unchecked = findings.length - unsettled;
  const rest = unchecked > 0 ? `, ${unchecked} could not be checked` : '';
  return `${counted(grown.length, 'backtest')} checked by ${counted(plays, 'play')}: ${unsettled} with an unsettled warm-up${rest}`;
}

/** The job as far back as candles of all its markets may be loaded. */
export function withEarlierCandles(job: Job, storedFrom: Timestamp): Job {
  return { ...job, warmupMinutes: Math.max(job.warmupMinutes, (job.from - storedFrom) / MINUTE) };
}

/** First time at which candles of all markets of a job are stored without a gap up to its start. */
export function storedStart(
  job: Job,
  rangesOf: (market: string) => readonly { readonly from: Timestamp; readonly to: Timestamp }[],
): Timestamp {
  const symbols = new Set([...job.routes, ...job.dataRoutes].map(({ symbol }) => symbol));
  const starts = Array.from(symbols, (symbol) => {
    const ranges = rangesOf(marketKey({ exchange: job.exchange.name, symbol }));
    return ranges.find(({ from, to }) => from <= job.from && job.from <= to)?.from ?? job.from;
  });
  return Math.max(...starts);
}
