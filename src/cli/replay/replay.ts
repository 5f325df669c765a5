import { createInlineExecutor } from '../../adapters/executors/inline.ts';
import type { StoredRun } from '../../adapters/runs/stored-run.ts';
import { sha256 } from '../../adapters/system/digest.ts';
import { valuesV8 } from '../../adapters/system/value-codec.ts';
import type { Job } from '../../model/job.ts';
import type { Timestamp } from '../../model/time.ts';
import type { Fact, TraceFact } from '../../run/events.ts';
import type { Executor, JobEnding, JournalEntry } from '../../run/ports.ts';
import { type Evidence, readResultRecord } from '../../run/results/result-record.ts';
import { changesSince } from './changes.ts';
import { type ReplayInputs, sharedOf } from './inputs.ts';

/** A job that was played again: with the result of the run, or with another. */
export type Replayed =
  | {
      readonly kind: 'same';
      readonly evidence: Evidence;
      /** True for a position of the symbol that was liquidated at the time. */
      readonly isLiquidated: (symbol: string, time: Timestamp) => boolean;
    }
  /** `reason` says in words what changed since. */
  | { readonly kind: 'changed'; readonly reason: string };

/** Plays jobs of stored runs again, one at a time, in this thread. */
export class Replay {
  readonly #inputs: ReplayInputs;
  readonly #executor: Executor;

  constructor(inputs: ReplayInputs) {
    this.#inputs = inputs;
    this.#executor = createInlineExecutor({
      shared: sharedOf(inputs, ['liquidation']),
      digest: sha256,
      codec: valuesV8,
      values: null,
      timeoutMs: null,
      hardens: true,
    });
  }

  /** Plays the job of an outcome again, and compares the hashes. */
  async play(run: StoredRun, job: Job, entry: JournalEntry): Promise<Replayed> {
    const liquidations: TraceFact[] = [];
    const endings: JobEnding[] = [];
    await this.#executor.play([job], {
      started: () => {},
      facts: (_job, some) => liquidations.push(...some.filter(isLiquidation)),
      ended: (some) => endings.push(...some),
    });
    const ending = endings[0]?.ending;
    if (ending?.kind === 'outcome' && ending.outcome.status === 'done' && ending.recorded?.record) {
      const { hash } = ending.outcome.result;
      if (entry.outcome.status === 'done' && hash === entry.outcome.result.hash)
        return {
          kind: 'same',
          evidence: readResultRecord(ending.recorded.record),
          isLiquidated: liquidatedIn(liquidations),
        };
    }
    return { kind: 'changed', reason: changesSince(run, job, entry, this.#inputs) };
  }
}

function isLiquidation(fact: Fact): fact is TraceFact {
  return fact.kind === 'trace' && fact.step === 'liquidation';
}

function liquidatedIn(liquidations: readonly TraceFact[]): (symbol: string, time: Timestamp) => boolean {
  const found = new Set(liquidations.map(({ symbol, time }) => `${symbol} ${time}`));
  return (symbol, time) => found.has(`${symbol} ${time}`);
}
