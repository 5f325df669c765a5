import { allRows } from '../../adapters/runs/rows.ts';
import { JbtError } from '../../model/errors.ts';
import type { RunEnd } from '../../run/coordinator/parts.ts';
import type { JobsReport } from '../../run/coordinator/report-of.ts';
import type { ReadExpectation } from '../../run/expectations/expectation.ts';
import { checkExpectations } from '../../run/expectations/misses.ts';
import { positionOf } from '../../run/plan/job-id.ts';
import type { Report } from '../../run/report.ts';
import { counted } from '../../run/text/numbers.ts';
import type { Io } from '../command.ts';
import { EXIT } from '../process/exit.ts';
import { say } from '../process/say.ts';
import { resumingLine } from '../process/shell.ts';

/** Checks expectations by the rows of the report, or of the journal where the report does not have all. */
export function expectationsMet(
  expectations: readonly ReadExpectation[],
  { jobs, rows }: JobsReport,
  folder: string,
): Pick<Report, 'expectations'> {
  if (expectations.length === 0) return {};
  const whole = jobs.map((row) => ({ position: positionOf(row.id) - 1, row }));
  const source = rows === undefined ? () => whole : () => allRows(folder, rows.file);
  return { expectations: checkExpectations(expectations, source) };
}

/** Exit code of a run, and what to do about one that did not finish. Throws JbtError `WorkersExhausted`. */
export function exitCodeOf({ reason, report }: RunEnd, { stderr, argv }: Io): number {
  const { done, failed, jobs } = report.totals;
  switch (reason) {
    case 'finished':
      if (failed > 0) return EXIT.failed;
      return report.expectations?.some(({ missed }) => missed > 0) ? EXIT.unmet : EXIT.done;
    case 'interrupted':
      say(stderr, `${done + failed} of ${counted(jobs, 'backtest')} done; to play the rest: ${resumingLine(argv)}\n`);
      return EXIT.interrupted;
    case 'exhausted':
      throw new JbtError(
        'WorkersExhausted',
        `workers died too often; ${done + failed} of ${counted(jobs, 'backtest')} done, to play the rest: ${resumingLine(argv)}`,
      );
  }
}
