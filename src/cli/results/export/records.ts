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
import { resultKeys, resultsIn } from '../../run/cache.ts';

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
  return (await openRecordsOf([run], run.parts, io))[0];
}

/** Opens records of these parts of several runs, each of which is closed; a thread can play jobs of one opening alone. */
export async function openRecordsOf(
  runs: readonly StoredRun[],
  parts: StoredRun['parts'],
  io: Io,
): Promise<readonly Records[]> {
  const inputs = await inputsOf(runs[0], parts, io);
  if (typeof inputs === 'string') return runs.map(() => unavailable(inputs));
  const warn = (message: string): void => say(io.stderr, `warning: ${message}\n`);
  const options = { folder: homeOf(io).cache, budgetBytes: DEFAULT_CACHE_BYTES, clock: systemClock, warn };
  const cache = openCache({ ...options, driver: 'lmdb' });
  const replay = new Replay(inputs);
  let open = runs.length;
  return runs.map((run): Records => {
    const missing = new Map<string, number>();
    // Results lie under the strategies that made them, which may have changed since.
    const keyOf = resultKeys({ candles: inputs.candles, fingerprints: run.strategyFingerprints });
    const results = resultsIn(cache, keyOf, false, warn);
    return {
      missing,
      async of(job, entry) {
        const kept = keptRecord(results, job, entry);
        if (kept !== null) return kept;
        const replayed = await replay.play(run, job, entry);
        if (replayed.kind === 'same') return replayed.evidence;
        return missed(missing, `played again it has another result: ${replayed.reason}`);
      },
      async close() {
        open -= 1;
        if (open === 0) await cache.close();
      },
    };
  });
}

function unavailable(reason: string): Records {
  const missing = new Map<string, number>();
  return { missing, of: async () => missed(missing, reason), close: async () => {} };
}

function missed(missing: Map<string, number>, reason: string): null {
  missing.set(reason, (missing.get(reason) ?? 0) + 1);
  return null;
}

function keptRecord(results: Results, job: Job, { outcome }: JournalEntry): Evidence | null {
  const known = results.find(job);
  if (known?.outcome.status !== 'done' || outcome.status !== 'done') return null;
  return known.outcome.result.hash === outcome.result.hash ? readResultRecord(known.record) : null;
}

async function inputsOf(run: StoredRun, parts: StoredRun['parts'], io: Io): Promise<ReplayInputs | string> {
  try {
    return await loadReplay(run, parts, io);
  } catch (error) {
    if (error instanceof JbtError) return `cannot be played again: ${error.message}`;
    throw error;
  }
}
