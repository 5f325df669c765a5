import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { JobId } from '../../model/job.ts';
import type { JournalEntry } from '../../run/ports.ts';

/** Where the trades of a backtest are written, in the folder of its run. */
export function tradesFile(folder: string, jobId: JobId): string {
  return join(folder, 'trades', `${jobId}.csv`);
}

/** Whether a run that goes on may leave out what its journal has: not without its trades, when they are asked for. */
export function isWhole({ outcome }: JournalEntry, folder: string): boolean {
  return outcome.status !== 'done' || existsSync(tradesFile(folder, outcome.jobId));
}
