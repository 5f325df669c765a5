import type { Job, JobId } from '../../model/job.ts';
import type { ParameterValue } from '../../model/parameter.ts';
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
export function jobId(position: number, words: readonly string[]): string {
  const id = `${String(position).padStart(4, '0')}-${words.join('-')}`;
  return id.slice(0, LONGEST_ID).replace(/[-.]+$/, '');
}

/** Words of an id that jobs with other parameters share. */
export function commonWords({ routes, from, to }: Pick<Job, 'routes' | 'from' | 'to'>, dated: boolean): string[] {
  const words = routes.map(({ strategy, symbol, timeframe }) => [strategyLabel(strategy), symbol, timeframe]);
  return [...words.flat(), ...(dated ? [dateWord(from), dateWord(to)] : [])].map(fileSafe);
}

export function parameterWord(name: string, value: ParameterValue): string {
  return fileSafe(`${name}${value}`);
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
