import { MINUTE, type TimeRange, type Timestamp } from '../../../model/time.ts';
import type { CcxtRow } from './library.ts';

/** An exchange that tells no limit answers with at least so many minutes. */
const LEAST_MINUTES = 100;

export interface Page {
  /** Rows within the range that no earlier page had, in order of time. */
  readonly rows: readonly CcxtRow[];
  /** The time that is reached. */
  readonly reached: Timestamp;
  /** Time of the first candle behind the range, where an exchange skips what it lacks. */
  readonly next: Timestamp | null;
}

/**
 * Pages through the minutes of a range. Exchanges answer from `since` on, or from their first candle after it; an empty
 * page is a gap as long as the page. `limit` is the most rows of a page; null when it is not known.
 */
export async function* pagesOf(
  range: TimeRange,
  limit: number | null,
  fetchPage: (since: Timestamp) => Promise<readonly CcxtRow[]>,
): AsyncGenerator<Page> {
  for (let since = range.from; since < range.to; ) {
    const page = [...(await fetchPage(since))].sort((a, b) => timeOf(a) - timeOf(b));
    const rows = page.filter((row) => timeOf(row) >= since && timeOf(row) < range.to);
    const last = rows.at(-1);
    const next = page.find((row) => timeOf(row) >= range.to);
    if (last !== undefined) since = timeOf(last) + MINUTE;
    else if (next !== undefined) since = range.to;
    else since += (limit ?? LEAST_MINUTES) * MINUTE;
    yield { rows, reached: Math.min(since, range.to), next: next === undefined ? null : timeOf(next) };
  }
}

function timeOf([time]: CcxtRow): Timestamp {
  return time ?? Number.NaN;
}
