import type { Job, JobId } from '../../model/job.ts';
import { formatDate, type Timestamp } from '../../model/time.ts';
import { strategyLabel } from '../text/labels.ts';

/** Limit on an id: file systems allow 255 bytes, and ids are only a part of file names. */
const LONGEST_ID = 100;

/** A job without its id. */
export type UnnamedJob = Omit<Job, 'id'>;

/**
 * `0007-trend-FIL-USDT-1h-fast8-slow40`: the position in the batch makes it unique, the rest readable; safe as a file name.
 * Dates are part of it only where the batch has several.
 */
export function jobId(position: number, job: UnnamedJob, dated: boolean): string {
  const routes = job.routes.map(({ strategy, symbol, timeframe }) => [strategyLabel(strategy), symbol, timeframe]);
  const parameters = Object.entries(job.parameters).map(([name, value]) => `${name}${value}`);
  const dates = dated ? [dateWord(job.from), dateWord(job.to)] : [];
  const words = [String(position).padStart(4, '0'), ...routes.flat(), ...dates, ...parameters];
  return words
    .map(fileSafe)
    .join('-')
    .slice(0, LONGEST_ID)
    .replace(/[-.]+$/, '');
}

/** Position in the batch of the job with such an id, from 1; NaN for other ids. */
export function positionOf(jobId: JobId): number {
  return Number.parseInt(jobId, 10);
}

function dateWord(timestamp: Timestamp): string {
  return formatDate(timestamp).replace(/[-:]/g, '').replace(' ', 'T');
}

function fileSafe(word: string): string {
  return word.replace(/[^A-Za-z0-9._-]+/g, '_');
}
