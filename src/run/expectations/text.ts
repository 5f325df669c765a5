import type { ExpectationReport } from '../report.ts';
import { counted, formatCount } from '../text/numbers.ts';
import { printable } from '../text/plain.ts';

/** Misses of one expectation that a person is shown. */
const SHOWN = 5;

/** Lines about expectations, for the end of a run: how many are met, and the first misses of each that is not. */
export function expectationLines(expectations: readonly ExpectationReport[] | undefined): readonly string[] {
  if (expectations === undefined) return [];
  const wrong = expectations.filter(({ missed }) => missed > 0);
  const met = `${expectations.length - wrong.length} of ${counted(expectations.length, 'expectation')} met`;
  return [met, ...wrong.flatMap(missLines)].map(printable);
}

function missLines({ expect, at, over, backtests, missed, misses }: ExpectationReport): readonly string[] {
  const by = over === 'batch' ? '' : ` by ${formatCount(missed)} of ${counted(backtests, 'backtest')}`;
  const first = misses.slice(0, SHOWN).map(({ job, message }) => `  ${job === null ? '' : `${job}: `}${message}`);
  const rest = missed - first.length;
  return [`missed${by}: ${expect} (${at})`, ...first, ...(rest > 0 ? [`  and ${formatCount(rest)} more`] : [])];
}
