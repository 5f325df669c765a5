import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { JobId } from '../../model/job.ts';
import type { JournalEntry } from '../../run/ports.ts';

/** Path of the trades of a backtest, in the folder of its run. */
export function tradesFile(folder: string, jobId: JobId): string {
  return join(folder, 'trades', `${jobId}.csv`);
}

/** Entries but for those of backtests without their file of trades, which `--trades` makes a resumed run play again. */
export function* withTrades(entries: Iterable<JournalEntry>, folder: string): Generator<JournalEntry> {
  for (const entry of entries) {
    const { status, jobId } = entry.outcome;
    if (status !== 'done' || existsSync(tradesFile(folder, jobId))) yield entry;
  }
}
