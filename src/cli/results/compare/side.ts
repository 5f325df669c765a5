import { resolve } from 'node:path';
import { readReportFile } from '../../../adapters/runs/reports.ts';
import { outcomesOf, type StoredRun } from '../../../adapters/runs/stored-run.ts';
import { JbtError } from '../../../model/errors.ts';
import type { ComparedRun } from '../../../run/comparison/comparison.ts';
import { rowsOf } from '../../../run/coordinator/report-of.ts';
import type { Io } from '../../command.ts';
import { namedRun } from '../named-run.ts';

/** One of two runs that are compared, and where it was found. */
export interface Side extends ComparedRun {
  /** Id of the run. */
  readonly id: string;
  readonly started: string;
  readonly command: string;
  /** Null for a report without its folder, whose backtests cannot be played again. */
  readonly run: StoredRun | null;
}

/** Reads a run by the beginning of its id, by its folder, or by a copy of its report. Throws JbtError `FileNotFound`. */
export function readSide(text: string, io: Io): Side {
  const run = namedRun(text, io);
  return run === null ? sideOfReport(resolve(io.cwd, text), text) : sideOfRun(run);
}

function sideOfRun(run: StoredRun): Side {
  const rowOf = rowsOf(run.described);
  const found = new Map(Array.from(outcomesOf(run), ({ job, entry }) => [job.id, entry]));
  const rows = Array.from(run.jobs, (job) => rowOf(job, found.get(job.id) ?? null));
  const { id, started, command, inputs } = run;
  return { id, started, command, inputs, rows, run };
}

function sideOfReport(path: string, text: string): Side {
  if (path.endsWith('.ndjson'))
    throw new JbtError('FileNotFound', `${text} is no report; jbt baseline check compares a run with a baseline`);
  const { format, run, jobs } = readReportFile(path, text);
  if (format === 2)
    throw new JbtError('FileNotFound', `${text} does not have all backtests of its run: name the folder of the run`);
  return { id: run.id, started: run.started, command: run.command, inputs: null, rows: jobs, run: null };
}
