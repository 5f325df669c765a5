import type { StoredCandles } from '../../../model/candle.ts';
import type { Job } from '../../../model/job.ts';
import type { MarketKey } from '../../../model/market.ts';
import type { Order } from '../../../model/order.ts';
import { DAY, formatDate, type Timestamp } from '../../../model/time.ts';
import { mirroredFrom } from '../../../run/comparison/checks/altered-future.ts';
import { cutJob, cutsOf, lookAheadAt } from '../../../run/comparison/checks/look-ahead.ts';
import { type OrderDrift, orderText } from '../../../run/comparison/checks/order-lines.ts';
import type { SharedInputs } from '../../../run/ports.ts';
import { counted } from '../../../run/text/numbers.ts';
import { evidenceOf } from '../../replay/evidence.ts';
import { playOnThreads } from '../../replay/on-threads.ts';
import type { CheckedBatch, CheckReport, JobFinding } from './finding.ts';

/** Times at which the future of all jobs is altered. */
const ALTERED_CUTS = 3;

type Candles = Readonly<Record<MarketKey, StoredCandles>>;

/**
 * Plays every job again on futures that end at its decisions, and on futures that run the other way. An order up to there
 * that is another one was decided by what came later.
 */
export async function checkLookAhead({ jobs, shared, threads }: CheckedBatch, cuts: number): Promise<CheckReport> {
  const whole = await ordersOf(jobs, shared, threads);
  const drifts = new Map<string, { readonly cut: Timestamp; readonly kind: string; readonly drift: OrderDrift }>();
  const note = (job: Job, cut: Timestamp, kind: string, found: readonly Order[] | string): void => {
    const orders = whole.get(job.id);
    if (typeof orders !== 'object') return;
    const drift = typeof found === 'string' ? lookAheadAt(cut, orders, []) : lookAheadAt(cut, orders, found);
    const known = drifts.get(job.id);
    if (drift !== null && (known === undefined || drift.order < known.drift.order))
      drifts.set(job.id, { cut, kind, drift });
  };
  const shortened = jobs.flatMap((job) => {
    const orders = whole.get(job.id);
    return typeof orders === 'object'
      ? cutsOf(job, orders, cuts).map((cut) => ({ job, cut, short: cutJob(job, cut) }))
      : [];
  });
  const short = await ordersOf(
    shortened.map((one) => one.short),
    shared,
    threads,
  );
  for (const {
    job,
    cut,
    short: { id },
  } of shortened)
    note(job, cut, 'ended', short.get(id) ?? []);
  let played = jobs.length + shortened.length;
  for (const cut of alteredCuts(jobs)) {
    const reached = jobs.filter(({ from, to }) => from < cut && cut < to);
    const found = await ordersOf(reached, { ...shared, candles: altered(shared.candles, cut) }, threads);
    for (const job of reached) note(job, cut, 'ran the other way', found.get(job.id) ?? []);
    played += reached.length;
  }
  const findings = jobs.flatMap(({ id }): JobFinding[] => {
    const orders = whole.get(id);
    if (typeof orders === 'string') return [{ job: id, kind: 'failed', lines: [orders] }];
    const found = drifts.get(id);
    return found === undefined ? [] : [{ job: id, kind: 'finding', lines: driftLines(found) }];
  });
  return { findings, summary: summaryOf(jobs.length, played, findings) };
}

function driftLines({
  cut,
  kind,
  drift,
}: {
  readonly cut: Timestamp;
  readonly kind: string;
  readonly drift: OrderDrift;
}) {
  return [
    `order ${drift.order} is another one when the candles ${kind} at ${formatDate(cut)}`,
    `  with the future     ${orderText(drift.before)}`,
    `  with another one    ${orderText(drift.after)}`,
  ];
}

function summaryOf(jobs: number, played: number, findings: readonly JobFinding[]): string {
  const ahead = findings.filter(({ kind }) => kind === 'finding').length;
  const failed = findings.length - ahead;
  const rest = failed > 0 ? `, ${failed} failed` : '';
  return `${counted(jobs, 'backtest')} checked by ${counted(played, 'play')}: ${ahead} read ahead${rest}`;
}

/** Orders of jobs by id; the reason where a job has none. */
async function ordersOf(
  jobs: readonly Job[],
  shared: SharedInputs,
  threads: number,
): Promise<ReadonlyMap<string, readonly Order[] | string>> {
  const found = new Map<string, readonly Order[] | string>();
  if (jobs.length === 0) return found;
  await playOnThreads(jobs, shared, threads, ({ id }, ending) => {
    const evidence = evidenceOf(ending);
    found.set(id, typeof evidence === 'string' ? evidence : evidence.orders);
  });
  return found;
}

/** Times within the range of all jobs, at whole days where the range has several. */
function alteredCuts(jobs: readonly Job[]): readonly Timestamp[] {
  const from = Math.min(...jobs.map((job) => job.from));
  const to = Math.max(...jobs.map((job) => job.to));
  const cuts = Array.from({ length: ALTERED_CUTS }, (_, index) => {
    const time = from + ((to - from) * (index + 1)) / (ALTERED_CUTS + 1);
    return Math.round(time / DAY) * DAY;
  });
  return [...new Set(cuts)].filter((cut) => cut > from && cut < to);
}

function altered(candles: Candles, cut: Timestamp): Candles {
  return Object.fromEntries(
    Object.entries(candles).map(([key, stored]) => [key, mirroredFrom(stored, cut, sharedArray)]),
  );
}

function sharedArray(length: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(length * Float64Array.BYTES_PER_ELEMENT));
}
