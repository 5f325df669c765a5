import { resolve } from 'node:path';
import type { StoredRun } from '../../../adapters/runs/stored-run.ts';
import type { Io } from '../../command.ts';
import { tradeLine } from '../drift/trades.ts';
import { openRecords, type Records } from '../export/records.ts';
import { readBaseline } from './baseline-file.ts';
import { type Comparison, compareWithBaseline } from './drift.ts';
import { jobsOf } from './run-results.ts';

/** Compares a stored run with a baseline file. Throws JbtError `FileNotFound`. */
export async function checkBaseline(
  file: string,
  run: StoredRun,
  tolerance: number | null,
  io: Io,
): Promise<Comparison> {
  const baseline = readBaseline(resolve(io.cwd, file));
  // Opened lazily: a run without drift needs no trades.
  let opening: Promise<Records> | null = null;
  try {
    return await compareWithBaseline(baseline, jobsOf(run), tolerance, async ({ job, entry }) => {
      opening ??= openRecords(run, io);
      const record = await (await opening).of(job, entry);
      return record?.trades.map(tradeLine) ?? null;
    });
  } finally {
    await closeRecords(opening);
  }
}

async function closeRecords(opening: Promise<Records> | null): Promise<void> {
  await (await opening)?.close();
}
