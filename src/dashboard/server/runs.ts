import type { RunInputs } from '../../run/comparison/inputs.ts';
import type { RunSummary, SessionView } from '../session.ts';
import type { Follower } from './audience.ts';

/** The runs that a server shows. */
export interface Runs {
  list(): Promise<readonly RunSummary[]>;
  /** Follows a run; empty is the one of this process. Resolves to null for no such run, else to what ends it. */
  follow(run: string, follower: Follower): Promise<(() => void) | null>;
  /** Plays a backtest again. Throws JbtError with what to do. */
  session(run: string, job: string): Promise<SessionView>;
  /** Inputs of a run; resolves to undefined for no such run, to null where they are not known. */
  inputs(run: string): Promise<RunInputs | null | undefined>;
  /** Cancels a run, or one backtest of it. Throws JbtError where this process cannot, with what to do. */
  cancel(run: string, job: string | null): Promise<void>;
}
