import type { RunDescription } from '../events.ts';
import type { Clock, Executor, Journal, JournalEntry, RecordPacker, Reporter, StrategyDescription } from '../ports.ts';
import type { Report } from '../report.ts';
import type { KnownOutcomesParts } from './known-outcomes.ts';
import type { JobsReport } from './report-of.ts';

/** Parts of a run; the coordinator closes none of them. */
export interface RunParts extends KnownOutcomesParts {
  /** Entries of an interrupted run of the same identity; read once. */
  readonly found: Iterable<JournalEntry>;
  readonly run: RunDescription;
  /** Strategies of the jobs. */
  readonly strategies: readonly StrategyDescription[];
  readonly executor: Executor;
  readonly packer: RecordPacker;
  readonly journal: Journal;
  readonly reporters: readonly Reporter[];
  readonly clock: Clock;
  readonly environment: Report['environment'];
  /** Called when the report is made. */
  readonly counts: () => Pick<Report, 'candles' | 'cache' | 'redis'>;
  /** Called with the rows of a run that is complete. */
  readonly expectations?: (jobs: JobsReport) => Pick<Report, 'expectations'>;
}

/** End of a run: all jobs are over, `stop` was called, or too many jobs killed their workers. */
export interface RunEnd {
  readonly reason: 'finished' | 'interrupted' | 'exhausted';
  readonly report: Report;
}
