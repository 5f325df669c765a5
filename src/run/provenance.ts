import type { Timeframe } from '../model/timeframe.ts';

/** The machine of a run, beyond what its report says. */
export interface Machine {
  /** Version of V8. */
  readonly v8: string;
  /** Operating system and its release. */
  readonly system: string;
  /** Model of the processor. */
  readonly processor: string;
}

/** A machine that played backtests of a run on several machines. */
export interface Host {
  /** Name of the machine; of the coordinator's own threads it ends in `(here)`. */
  readonly host: string;
  /** Threads that it had at one time, at most. */
  readonly threads: number;
  /** Version of jbt. */
  readonly jbt: string;
  /** Version of Node. */
  readonly node: string;
  /** Operating system and its release. */
  readonly system: string;
  /** Model of the processor. */
  readonly processor: string;
  /** Backtests that were done or failed there. After a kill of the coordinator, those since the last new host are missing. */
  readonly jobs: number;
}

/** State of the project's repository. */
export interface Commit {
  /** Hash of the commit that was checked out. */
  readonly id: string;
  /** False with changes that are not committed, or files that git does not know. */
  readonly isClean: boolean;
}

/** Files that the strategies were bundled from. */
export interface StrategySources {
  /** SHA-256 of each file of the project, by its path. */
  readonly files: Readonly<Record<string, string>>;
  /** Versions of npm packages, by name. */
  readonly packages: Readonly<Record<string, string>>;
}

/** Stored candles of a market. */
export interface StoredRange {
  /** Timeframe in which they are stored. */
  readonly base: Timeframe;
  /** Gapless ranges, UTC: `2023-08-01..2023-10-01`. */
  readonly ranges: readonly string[];
}
