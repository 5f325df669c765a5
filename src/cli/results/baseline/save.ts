import { resolve } from 'node:path';
import type { StoredRun } from '../../../adapters/runs/stored-run.ts';
import { JbtError } from '../../../model/errors.ts';
import { counted } from '../../../run/text/numbers.ts';
import type { Io } from '../../command.ts';
import { shownPath } from '../../home.ts';
import { EXIT } from '../../process/exit.ts';
import { say } from '../../process/say.ts';
import { tradeLine } from '../drift/trades.ts';
import { openRecords } from '../export/records.ts';
import { type BaselineJob, writeBaseline } from './baseline-file.ts';
import { jobsOf } from './run-results.ts';

/** Writes the results of a run as a baseline. Throws JbtError `FileNotFound` for a run without any result. */
export async function saveBaseline(file: string, run: StoredRun, io: Io): Promise<number> {
  const path = resolve(io.cwd, file);
  const records = await openRecords(run, io);
  const jobs = jobsOf(run);
  const lines: BaselineJob[] = [];
  try {
    for (const { job, result } of jobs) {
      if (result === null) continue;
      const { hash, metrics } = result;
      const record = await records.of(result.job, result.entry);
      lines.push({ job, hash, metrics, trades: record?.trades.map(tradeLine) ?? null });
    }
  } finally {
    await records.close();
  }
  if (lines.length === 0) throw new JbtError('FileNotFound', `run ${run.id} has no result that a baseline could keep`);
  writeBaseline(path, lines);
  say(io.stdout, `${shownPath(path, io)}  ${counted(lines.length, 'backtest')}\n`);
  const left = jobs.length - lines.length;
  if (left > 0) say(io.stderr, `warning: ${counted(left, 'backtest')} without a result left out\n`);
  for (const [reason, count] of records.missing)
    say(io.stderr, `warning: trades of ${counted(count, 'backtest')} are not kept: ${reason}\n`);
  return left > 0 || records.missing.size > 0 ? EXIT.failed : EXIT.done;
}
