import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { JbtError } from '../../model/errors.ts';
import { jobReportOf } from '../../run/coordinator/report-of.ts';
import { positionOf } from '../../run/plan/job-id.ts';
import { type JobPart, PlannedJobs } from '../../run/plan/planned-jobs.ts';
import { Foremost, rankBy } from '../../run/ranking.ts';
import type { JobReport, Report } from '../../run/report.ts';
import { readJournal } from './journal.ts';

const manifestOnDisk = z.object({ parts: z.array(z.object({ common: z.object({}), axes: z.array(z.object({})) })) });

/**
 * The best rows of a report that does not have all, by any metric. Reads the rows one after the other. Throws JbtError
 * `FileNotFound`.
 */
export function bestRows(folder: string, file: string, metric: string, most: number): Report['jobs'] {
  const jobs = new PlannedJobs(partsIn(join(folder, 'manifest.json')));
  const best = new Foremost<JobReport>(most);
  const rank = rankBy(metric);
  const seen = new Set<number>();
  for (const entry of readJournal(join(folder, file))) {
    const { outcome } = entry;
    const position = positionOf(outcome.jobId);
    const job = jobs.at(position - 1);
    if (outcome.status !== 'done' || job?.id !== outcome.jobId || seen.has(position)) continue;
    seen.add(position);
    best.add(rank(outcome.result.metrics), position, () => jobReportOf(job, entry));
  }
  return best.list();
}

function partsIn(path: string): readonly JobPart[] {
  try {
    const content = JSON.parse(readFileSync(path, 'utf8'));
    manifestOnDisk.parse(content);
    return content.parts as readonly JobPart[];
  } catch {
    throw new JbtError('FileNotFound', `${path} is damaged or missing: it says which backtests the run has`);
  }
}
