import type { StoredRun } from '../../../adapters/runs/stored-run.ts';
import { systemClock } from '../../../adapters/system/clock.ts';
import { JbtError } from '../../../model/errors.ts';
import type { Job } from '../../../model/job.ts';
import type { JournalEntry } from '../../../run/ports.ts';
import { type Evidence, readResultRecord } from '../../../run/results/result-record.ts';
import type { Results } from '../../../run/results/results.ts';
import { DEFAULT_CACHE_BYTES, openCache } from '../../cache/open.ts';
import type { Io } from '../../command.ts';
import { homeOf } from '../../home.ts';
import { say } from '../../process/say.ts';
import { loadReplay, type ReplayInputs } from '../../replay/inputs.ts';
import { Replay } from '../../replay/replay.ts';
import { resultsIn } from '../../run/cache.ts';

/** Trades and orders of the jobs of a run: kept ones from the cache, the others played again. */
export interface Records {
  /** Null when they could not be had; `missing` then says why. */
  of(job: Job, entry: JournalEntry): Promise<Evidence | null>;
  /** Reasons in words, and the number of jobs of each. */
  readonly missing: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

/** Opens the records of a run. */
export async function openRecords(run: StoredRun, io: Io): Promise<Records> {
  const missing = new Map<string, number>();
  const miss = (reason: string): null => {
    missing.set(reason, (missing.get(reason) ?? 0) + 1);
    return null;
  };
  const inputs = await inputsOf(run, io);
  if (typeof inputs === 'string') return { missing, of: async () => miss(inputs), close: async () => {} };
  const warn = (message: string): void => say(io.stderr, `warning: ${message}\n`);
  const options = { folder: homeOf(io).cache, budgetBytes: DEFAULT_CACHE_BYTES, clock: systemClock, warn };
  const cache = openCache({ ...options, driver: 'lmdb' });
  const results = resultsIn(cache, inputs, false, warn);
  const replay = new Replay(run, inputs);
  return {
    missing,
    async of(job, entry) {
      const kept = keptRecord(results, job, entry);
      if (kept !== null) return kept;
      const replayed = await replay.play(job, entry);
      return replayed.kind === 'same'
        ? replayed.evidence
        : miss(`played again it has another result: ${replayed.reason}`);
    },
    close: () => cache.close(),
  };
}

function keptRecord(results: Results, job: Job, { outcome }: JournalEntry): Evidence | null {
  const known = results.find(job);
  if (known?.outcome.status !== 'done' || outcome.status !== 'done') return null;
  return known.outcome.result.hash === outcome.result.hash ? readResultRecord(known.record) : null;
}

async function inputsOf(run: StoredRun, io: Io): Promise<ReplayInputs | string> {
  try {
    return await loadReplay(run, run.parts, io);
  } catch (error) {
    if (error instanceof JbtError) return `cannot be played again: ${error.message}`;
    throw error;
  }
}
