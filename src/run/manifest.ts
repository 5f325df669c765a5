import type { Job } from '../model/job.ts';
import type { MarketKey } from '../model/market.ts';
import type { Batch } from './batch/batch.ts';
import type { PlannedExpectation } from './expectations/expectation.ts';
import type { JobPart } from './plan/planned-jobs.ts';
import type { Shard } from './plan/shard.ts';
import type { StrategyDescription } from './ports.ts';
import type { Commit, Host, Machine, StoredRange, StrategySources } from './provenance.ts';
import type { Report } from './report.ts';

/** One part of a batch that is played apart. */
export interface ManifestShard extends Shard {
  /** Backtests of the whole batch. */
  readonly jobs: number;
  /** SHA-256 that all shards of the batch share. */
  readonly batch: string;
}

/** `manifest.json`: the inputs of a run, written before its first backtest. */
export interface Manifest {
  /** Version of the file. */
  readonly format: 1;
  /** Id of the run, the name of its folder. */
  readonly id: string;
  /** SHA-256 of everything that can change a number; an interrupted run goes on only under the same. */
  readonly identity: string;
  /** Start of the run, ISO 8601 in UTC. */
  readonly started: string;
  /** Command line that began the run. */
  readonly command: string;
  /** Machine and versions, as in `report.json`. */
  readonly environment: Report['environment'];
  /** Versions and processor of the machine. */
  readonly machine: Machine;
  /** Only of a run with `--remote`: the machines that played, by name. Written when one joins, and at the end. */
  readonly hosts?: readonly Host[];
  /** Commit of the project; null outside of a git repository. */
  readonly commit: Commit | null;
  /** Options of the command by name, as they were understood; those of the batch are in `batch`. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Time limit of a backtest in milliseconds; null without one. */
  readonly timeoutMs: number | null;
  readonly strategies: {
    /** SHA-256 of the bundled code. */
    readonly fingerprint: string;
    /** SHA-256 of each strategy with what it imports, by its name. */
    readonly fingerprints: Readonly<Record<string, string>>;
    /** Files and packages that were bundled. */
    readonly sources: StrategySources;
    /** Folder that the names of strategies start from. */
    readonly folder: string;
    /** Names, parameters and warnings of the strategies. */
    readonly described: readonly StrategyDescription[];
  };
  /** SHA-256 of the stored candles, by `EXCHANGE:SYMBOL`. */
  readonly candles: Readonly<Record<MarketKey, string>>;
  /** Ranges of the stored candles, by `EXCHANGE:SYMBOL`. */
  readonly ranges: Readonly<Record<MarketKey, StoredRange>>;
  /** The part of the batch that was played apart; null for all of it. */
  readonly shard: ManifestShard | null;
  /** The conditions that results must meet, with the positions of their backtests. */
  readonly expectations: readonly PlannedExpectation[];
  /** The batch with every setting filled in. */
  readonly batch: Batch;
  /** Only of more than 10,000 jobs: groups of jobs that differ in parameters alone, in order. */
  readonly parts?: readonly JobPart[];
  /** Every job in the batch's order; empty where `parts` stand for them. */
  readonly jobs: readonly Job[];
}
