import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readJournal } from './journal.ts';

/** Equity of some backtests of a run by the id of their job, one sample a day; without those that have none. */
export function equitiesOf(folder: string, jobIds: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const journal = join(folder, 'journal.ndjson');
  const wanted = new Set(jobIds);
  const found = new Map<string, readonly number[]>();
  for (const { outcome } of existsSync(journal) ? readJournal(journal, join(folder, 'equity.f64')) : []) {
    if (outcome.status === 'done' && wanted.has(outcome.jobId)) found.set(outcome.jobId, outcome.result.equity);
  }
  return found;
}
