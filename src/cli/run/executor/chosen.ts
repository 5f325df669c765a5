import type { JbtError } from '../../../model/errors.ts';
import type { Job } from '../../../model/job.ts';
import type { Executor, SharedInputs } from '../../../run/ports.ts';
import type { ValueServer } from '../../../run/values/value-server.ts';

/** Inputs of an executor. */
export interface ExecutorParts {
  readonly threads: number;
  readonly timeoutMs: number | null;
  readonly stallMs: number | null;
  readonly shared: SharedInputs;
  /** Key of the result of a job: jobs with the same key must come to the same. */
  readonly keyOf: (job: Job) => string;
  readonly values: ValueServer | null;
  readonly warn: (message: string) => void;
  /** Id of the run, and its folder. */
  readonly run: string;
  readonly folder: string;
  /** Ends the run with an error. */
  readonly fail: (error: JbtError) => void;
}

/** An executor that the options ask for. */
export interface ChosenExecutor {
  /** Number of jobs at a time. */
  readonly threads: number;
  /** False where strategies hold the main thread, so that only the default action of Ctrl-C can end the process. */
  readonly hearsSignals: boolean;
  /** Looks for what it needs before anything is written. Throws JbtError. */
  check?(warn: (message: string) => void): Promise<void>;
  /** `host:port` of the Redis where workers of other machines meet; the death of this process says nothing about their jobs. */
  readonly meetingPlace?: string;
  /** Loads and opens it. */
  open(parts: ExecutorParts): Promise<Executor>;
}
