import { outcomesOf, type StoredRun } from '../../../adapters/runs/stored-run.ts';
import { JbtError } from '../../../model/errors.ts';
import type { ManifestShard } from '../../../run/manifest.ts';
import { positionOf } from '../../../run/plan/job-id.ts';
import type { JournalEntry } from '../../../run/ports.ts';
import { counted } from '../../../run/text/numbers.ts';

/** Runs that are all shards of one batch. */
export interface BatchShards {
  readonly runs: readonly StoredRun[];
  /** Backtests of the whole batch. */
  readonly jobs: number;
  /** Number of shards. */
  readonly of: number;
  /** SHA-256 that the shards share. */
  readonly batch: string;
}

/** Throws JbtError `InvalidOption` for runs that are no shards of one batch, or not all of them. */
export function shardsOf(runs: readonly StoredRun[]): BatchShards {
  const shards = runs.map((run) => shardIn(run));
  const [{ of, jobs, batch }] = shards;
  const stranger = shards.findIndex((shard) => shard.batch !== batch || shard.of !== of);
  if (stranger > 0) {
    const [a, b] = [runs[0].id, runs[stranger].id];
    throw new JbtError(
      'InvalidOption',
      `runs ${a} and ${b} are shards of different batches: jbt compare ${a} ${b} says what differs`,
    );
  }
  const given = new Set(shards.map(({ index }) => index));
  const missing = Array.from({ length: of }, (_, index) => index + 1).filter((index) => !given.has(index));
  if (missing.length > 0) {
    const names = missing.map((index) => `${index}/${of}`).join(', ');
    throw new JbtError(
      'InvalidOption',
      `shard ${names} is missing: ${runs[0].command} with --shard ${missing[0]}/${of}`,
    );
  }
  return { runs, jobs, of, batch };
}

function shardIn({ id, shard }: StoredRun): ManifestShard {
  if (shard !== null) return shard;
  throw new JbtError('InvalidOption', `run ${id} is no shard: jbt run --shard 1/3 plays one`);
}

/**
 * The outcomes of all shards, each job once. Throws JbtError `ContradictingResults` where two runs differ about a job, and
 * `FileNotFound` where a job has no outcome.
 */
export function* outcomesOfShards({ runs, jobs }: BatchShards): Generator<JournalEntry> {
  const found = new Map<number, { readonly hash: string | null; readonly run: string }>();
  for (const run of runs) {
    let left = run.jobs.length;
    for (const { entry } of outcomesOf(run, true)) {
      left -= 1;
      const { outcome } = entry;
      const position = positionOf(outcome.jobId);
      const hash = outcome.status === 'done' ? outcome.result.hash : null;
      const before = found.get(position);
      if (before === undefined) yield entry;
      else if (before.hash !== hash) throw contradiction(outcome.jobId, before, { hash, run: run.id });
      found.set(position, { hash, run: run.id });
    }
    if (left > 0)
      throw new JbtError(
        'FileNotFound',
        `${counted(left, 'backtest')} of run ${run.id} have no outcome: ${run.command} goes on with it`,
      );
  }
  if (found.size !== jobs)
    throw new JbtError(
      'FileNotFound',
      `${counted(jobs - found.size, 'backtest')} of the batch are in none of the runs`,
    );
}

function contradiction(
  job: string,
  ...ends: readonly { readonly hash: string | null; readonly run: string }[]
): JbtError {
  const words = ends.map(({ hash, run }) => `${hash?.slice(0, 12) ?? 'failed'} in run ${run}`).join(', ');
  return new JbtError(
    'ContradictingResults',
    `${job} has two results (${words}): the same inputs must give the same; jbt verify says which run is right`,
  );
}
