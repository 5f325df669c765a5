import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { JobId } from '../../model/job.ts';
import type { JournalEntry } from '../../run/ports.ts';

/** Folders of CSV files in the folder of a run, by the option that asks for them. */
export const CSV_OPTIONS = ['trades', 'orders'] as const;
export type CsvOption = (typeof CSV_OPTIONS)[number];

/** Path of the trades or orders of a backtest, in the folder of its run. */
export function csvFile(folder: string, option: CsvOption, jobId: JobId): string {
  return join(folder, option, `${jobId}.csv`);
}

/** Entries but for those of backtests without a file that is asked for: a resumed run plays these again. */
export function* withCsvFiles(
  entries: Iterable<JournalEntry>,
  folder: string,
  options: readonly CsvOption[],
): Generator<JournalEntry> {
  for (const entry of entries) {
    const { status, jobId } = entry.outcome;
    if (status !== 'done' || options.every((option) => existsSync(csvFile(folder, option, jobId)))) yield entry;
  }
}
