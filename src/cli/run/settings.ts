import type { Io } from '../command.ts';
import { type OptionRows, readOptions, type ValuesOf } from '../options.ts';
import type { ChosenExecutor } from './executor/chosen.ts';
import { chooseExecutor, EXECUTORS } from './executor/executor.ts';
import { RUN_OPTIONS } from './options.ts';
import { chooseReporters, type OpenReporter, REPORTERS } from './reporters.ts';

/** Settings of a run besides those of its batch, which `batch-of-run.ts` reads. */
export interface RunSettings extends ValuesOf<typeof RUN_OPTIONS> {
  readonly executor: ChosenExecutor;
  readonly reporters: readonly OpenReporter[];
}

/** Every option of `jbt run` that is no setting of the batch. */
export const ALL_RUN_OPTIONS: OptionRows = Object.assign(
  {},
  RUN_OPTIONS,
  ...[...EXECUTORS, ...REPORTERS].map(({ options }) => options),
);

/** Reads the options, and Redis from the environment. Throws JbtError `InvalidOption`. */
export function readRunSettings(options: Readonly<Record<string, unknown>>, env: Io['env']): RunSettings {
  const values = readOptions(RUN_OPTIONS, options);
  return {
    ...values,
    json: values.json || values.reporter.some(({ name, path }) => name === 'json' && path === null),
    executor: chooseExecutor(options, env),
    reporters: chooseReporters(options, env),
  };
}
