import type { Outcome, Result } from '../model/outcome.ts';

/** A result without its bulk: all that a report needs, small enough to keep for every job of a run. */
export interface RecordedResult extends Omit<Result, 'trades'> {
  /** How many there were. */
  readonly trades: number;
}

/** An outcome that is over for good; cancelled jobs are not, they are played when the run is resumed. */
export type RecordedOutcome =
  | (Omit<Extract<Outcome, { status: 'done' }>, 'result'> & { readonly result: RecordedResult })
  | Extract<Outcome, { status: 'failed' }>;

/** What is kept of an outcome; null when nothing is, because the job was cancelled. */
export function recordOf(outcome: Outcome): RecordedOutcome | null {
  switch (outcome.status) {
    case 'done':
      return { ...outcome, result: { ...outcome.result, trades: outcome.result.trades.length } };
    case 'failed':
      return outcome;
    case 'cancelled':
      return null;
  }
}

/** The outcome a record stands for, without its trades: those are not kept. */
export function outcomeOf(record: RecordedOutcome): Outcome {
  return record.status === 'done' ? { ...record, result: { ...record.result, trades: [] } } : record;
}
