import type { StoredRun } from '../../adapters/runs/stored-run.ts';
import { recordPacker } from '../../adapters/system/record-packer.ts';
import type { StoredCandles } from '../../model/candle.ts';
import { JbtError } from '../../model/errors.ts';
import type { Job } from '../../model/job.ts';
import { ENGINE_STEPS } from '../../model/logging.ts';
import type { MarketKey } from '../../model/market.ts';
import type { Fact } from '../../run/events.ts';
import type { Ending, JournalEntry } from '../../run/ports.ts';
import { type Evidence, readResultRecord } from '../../run/results/result-record.ts';
import type { Io } from '../command.ts';
import { changesSince } from '../replay/changes.ts';
import { loadReplay, sharedOf } from '../replay/inputs.ts';

/** Facts of one backtest that are kept: a strategy can log a million lines. */
const MOST_FACTS = 200_000;

/** A backtest that was played again, with everything it told. */
export interface PlayedAgain {
  readonly ending: Extract<Ending, { kind: 'outcome' }>;
  /** Null when the backtest failed. */
  readonly evidence: Evidence | null;
  readonly facts: readonly Fact[];
  /** Facts that were left out. */
  readonly droppedFacts: number;
  readonly candles: Readonly<Record<MarketKey, StoredCandles>>;
  /** The reason of another result than in the run, in words; null for the same. */
  readonly changed: string | null;
}

/**
 * Plays one backtest of a run again, on a thread of its own: a server must not stand still with a strategy. `entry` is null
 * for one without an outcome. Throws JbtError where strategies or candles are gone, and when the thread dies.
 */
export async function playAgain(run: StoredRun, job: Job, entry: JournalEntry | null, io: Io): Promise<PlayedAgain> {
  const inputs = await loadReplay(run, [job], io);
  const { playOnThreads } = await import('../replay/on-threads.ts');
  const facts: Fact[] = [];
  const endings: Ending[] = [];
  let droppedFacts = 0;
  const keep = (told: readonly Fact[]): void => {
    const kept = told.slice(0, MOST_FACTS - facts.length);
    facts.push(...kept);
    droppedFacts += told.length - kept.length;
  };
  await playOnThreads(
    [job],
    sharedOf(inputs, ENGINE_STEPS),
    1,
    (_job, ending) => endings.push(ending),
    (_job, told) => keep(told),
  );
  const ending = outcomeOf(endings);
  const isSame = entry === null || hashOf(entry.outcome) === hashOf(ending.outcome);
  const changed = isSame ? null : changesSince(run, job, entry, inputs);
  return { ending, evidence: evidenceOf(ending), facts, droppedFacts, candles: inputs.candles, changed };
}

function outcomeOf([ending]: readonly Ending[]): PlayedAgain['ending'] {
  if (ending.kind === 'died') throw new JbtError('WorkerDied', ending.failure.message);
  return ending;
}

function hashOf(outcome: PlayedAgain['ending']['outcome']): string | null {
  return outcome.status === 'done' ? outcome.result.hash : null;
}

function evidenceOf({ recorded }: PlayedAgain['ending']): Evidence | null {
  const record = recorded?.record ?? null;
  if (record === null) return null;
  return readResultRecord(recordPacker.unpack(record));
}
