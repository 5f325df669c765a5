import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { JbtError } from '../../model/errors.ts';
import { rowsOf } from '../../run/coordinator/report-of.ts';
import type { PlacedRow } from '../../run/expectations/misses.ts';
import type { Manifest } from '../../run/manifest.ts';
import { positionOf } from '../../run/plan/job-id.ts';
import { PlannedJobs } from '../../run/plan/planned-jobs.ts';
import type { JobReport } from '../../run/report.ts';
import { type ChosenRows, Foremost, hasNeverTraded, type RowOrder, rankBy } from '../../run/rows/ranking.ts';
import { readJournal } from './journal.ts';

const manifestOnDisk = z.object({
  parts: z.array(z.object({ common: z.object({}), axes: z.array(z.object({})) })),
  strategies: z.object({ described: z.array(z.object({ name: z.string() })) }),
});

/**
 * The best rows of a report that does not have all, by any order. Reads the rows one after the other. Throws JbtError
 * `FileNotFound`.
 */
export function bestRows(folder: string, file: string, order: RowOrder, most: number): ChosenRows {
  const manifest = readManifest(join(folder, 'manifest.json'));
  const jobs = new PlannedJobs(manifest.parts);
  const rowOf = rowsOf(manifest.strategies.described);
  const best = new Foremost<JobReport>(most);
  const rank = rankBy(order.sort);
  const seen = new Set<number>();
  let [matching, neverTraded] = [0, 0];
  for (const entry of readJournal(join(folder, file))) {
    const { outcome } = entry;
    const position = positionOf(outcome.jobId);
    const job = jobs.at(position - 1);
    if (outcome.status !== 'done' || job?.id !== outcome.jobId || seen.has(position)) continue;
    seen.add(position);
    if (order.where !== null && !order.where(rowOf(job, entry))) continue;
    matching += 1;
    if (hasNeverTraded(outcome.result.metrics)) neverTraded += 1;
    best.add(rank(outcome.result.metrics), position, () => rowOf(job, entry));
  }
  return { rows: best.list(), matching, neverTraded };
}

/** Every row of a report that does not have all, each once, in the order in which the backtests ended. */
export function* allRows(folder: string, file: string): Generator<PlacedRow> {
  const manifest = readManifest(join(folder, 'manifest.json'));
  const jobs = new PlannedJobs(manifest.parts);
  const rowOf = rowsOf(manifest.strategies.described);
  const seen = new Set<number>();
  for (const entry of readJournal(join(folder, file))) {
    const position = positionOf(entry.outcome.jobId) - 1;
    const job = jobs.at(position);
    if (job?.id !== entry.outcome.jobId || seen.has(position)) continue;
    seen.add(position);
    yield { position, row: rowOf(job, entry) };
  }
}

function readManifest(path: string): Required<Pick<Manifest, 'parts' | 'strategies'>> {
  try {
    const content = JSON.parse(readFileSync(path, 'utf8'));
    manifestOnDisk.parse(content);
    return content as Required<Manifest>;
  } catch {
    throw new JbtError('FileNotFound', `${path} is damaged or missing: it says which backtests the run has`);
  }
}
