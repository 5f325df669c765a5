import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { JobId } from '../../model/job.ts';
import type { JournalEntry } from '../../run/ports.ts';

/** Path of the trades of a backtest, in the folder of its run. */
export function tradesFile(folder: string, jobId: JobId): string {
  return join(folder, 'trades', `${jobId}.csv`);
}

/** False for a journalled backtest without its file of trades, which `--trades` makes a resumed run play again. */
export function isWhole({ outcome }: JournalEntry, folder: string): boolean {
  return outcome.status !== 'done' || existsSync(tradesFile(folder, outcome.jobId));
}
