import junit, { type TestCase } from 'junit-report-builder';
import type { ExpectationReport, JobReport, Report } from '../../run/report.ts';
import { jobLabel } from '../../run/text/labels.ts';
import { printable, printableLines } from '../../run/text/plain.ts';

// The types of the package describe a default export within the default export; the package has one.
const BUILDER = junit as unknown as typeof junit.default;

/** The report as JUnit XML: a suite a strategy, a case a backtest; misses are failures, failed backtests errors. */
export function renderJUnit({ jobs, expectations = [] }: Report): string {
  const xml = BUILDER.newBuilder();
  const misses = missesByJob(expectations);
  for (const [strategy, own] of groupedBy(jobs, (job) => job.strategy)) {
    const suite = xml.testSuite().name(printable(strategy));
    for (const job of own) addJob(suite.testCase(), job, misses.get(job.id) ?? []);
  }
  const overBatch = expectations.filter(({ over }) => over === 'batch');
  if (overBatch.length > 0) {
    const suite = xml.testSuite().name('expectations of the batch');
    for (const expectation of overBatch) addExpectation(suite.testCase(), expectation);
  }
  return xml.build();
}

function missesByJob(expectations: readonly ExpectationReport[]): ReadonlyMap<string | null, readonly string[]> {
  const named = expectations.flatMap(({ expect, misses }) =>
    misses.map(({ job, message }) => ({ job, text: `${expect}: ${message}` })),
  );
  const byJob = groupedBy(named, ({ job }) => job);
  return new Map(Array.from(byJob, ([job, found]) => [job, found.map(({ text }) => text)]));
}

function groupedBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): ReadonlyMap<Key, readonly Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

function addJob(test: TestCase, job: JobReport, misses: readonly string[]): void {
  test
    .name(printable(`${job.id} ${jobLabel(job)}`))
    .className(printable(job.strategy))
    // The schema knows no exponents.
    .time(Number(job.seconds.toFixed(6)));
  for (const [name, value] of Object.entries(job.metrics ?? {})) {
    if (value !== null) test.property(name, String(value));
  }
  if (job.status === 'cancelled') test.skipped();
  if (job.error !== null) {
    const { code, message, stack } = job.error;
    test.error(printable(message), code, printableLines(stack ?? message));
  } else if (misses.length > 0) {
    test.failure(printable(misses.join('; ')), 'expectation');
  }
}

function addExpectation(test: TestCase, { expect, misses }: ExpectationReport): void {
  test.name(printable(expect)).className('batch');
  if (misses.length > 0) test.failure(printable(misses.map(({ message }) => message).join('; ')), 'expectation');
}
