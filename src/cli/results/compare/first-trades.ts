import { outcomesOf, type StoredRun } from '../../../adapters/runs/stored-run.ts';
import type { ChangedBacktest } from '../../../run/comparison/comparison.ts';
import { placeOf } from '../../../run/plan/shard.ts';
import type { Io } from '../../command.ts';
import { firstDifference, type TradeDrift, type TradeLine, tradeLine } from '../drift/trades.ts';
import { openRecordsOf, type Records } from '../export/records.ts';
import type { Side } from './side.ts';

/** The trades of changed backtests, by the words of each. */
export interface FirstTrades {
  /** The first trade that differs; null where all are the same. */
  readonly of: ReadonlyMap<string, TradeDrift | null>;
  /** Why trades of others are not known; mostly nothing. */
  readonly unknown: readonly string[];
}

/** Finds the first trade that differs in each of these backtests: kept ones are read, others are played again. */
export async function firstTradesOf(
  changed: readonly ChangedBacktest[],
  before: Side,
  after: Side,
  io: Io,
): Promise<FirstTrades> {
  if (changed.length === 0) return { of: new Map(), unknown: [] };
  if (before.run === null || after.run === null)
    return { of: new Map(), unknown: ['a report without the folder of its run has none'] };
  const [old, young] = [changed.map((pair) => pair.before.id), changed.map((pair) => pair.after.id)];
  const parts = [...jobsOf(after.run, young), ...jobsOf(before.run, old)];
  const [ofAfter, ofBefore] = await openRecordsOf([after.run, before.run], parts, io);
  const then = await tradesOf(before.run, ofBefore, new Set(old));
  const now = await tradesOf(after.run, ofAfter, new Set(young));
  const found = changed.flatMap((pair): [string, TradeDrift | null][] => {
    const [left, right] = [then.get(pair.before.id), now.get(pair.after.id)];
    return left === undefined || right === undefined ? [] : [[pair.job, firstDifference(left, right)]];
  });
  const reasons = [...ofBefore.missing.keys(), ...ofAfter.missing.keys()];
  return { of: new Map(found), unknown: [...new Set(reasons)] };
}

function jobsOf({ jobs }: StoredRun, ids: readonly string[]): StoredRun['parts'] {
  return ids.flatMap((id) => jobs.at(placeOf(jobs, id)) ?? []);
}

/** Trades by the id of their job. */
async function tradesOf(
  run: StoredRun,
  records: Records,
  jobs: ReadonlySet<string>,
): Promise<ReadonlyMap<string, readonly TradeLine[]>> {
  const found = new Map<string, readonly TradeLine[]>();
  try {
    for (const { job, entry } of outcomesOf(run)) {
      const record = jobs.has(job.id) ? await records.of(job, entry) : null;
      if (record !== null) found.set(job.id, record.trades.map(tradeLine));
    }
    return found;
  } finally {
    await records.close();
  }
}
