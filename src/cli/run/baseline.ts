import type { Io } from '../command.ts';
import type { RunSettings } from './settings.ts';

/** The check of a run against a baseline; it lies above `cli/run` and is handed in. */
export interface BaselineCheck {
  /** Refuses a baseline that cannot be read, before hours of play. Throws JbtError `FileNotFound`. */
  readonly refuseUnreadable: (file: string, io: Io) => void;
  /** Tells the drift of a run that is finished, and returns the exit code. */
  readonly checkRun: (id: string, file: string, tolerance: RunSettings['tolerance'], io: Io) => Promise<number>;
}

/** Loads the check, which only a run with `--baseline` needs. */
export type LoadBaselineCheck = () => Promise<BaselineCheck>;
