// npm run golden:real: plays the recorded real runs on worker threads, prints every difference, then how many agreed.
import { sha256 } from '../../src/adapters/system/digest.ts';
import type { JobReport } from '../../src/run/report.ts';
import { hashResult } from '../../src/run/results/result-record.ts';
import { type Difference, describeDifference, differences } from './support/compare.ts';
import { type RealCase, readRealCase, realCaseNames } from './support/real/case.ts';
import { differencesOf, METRICS_TOLERANCE, playRealCase } from './support/real/runner.ts';
import { playOnThreads } from './support/real/threads.ts';

const cases = realCaseNames().map(readRealCase);
const jobs = await playOnThreads(cases);
let failed = 0;
for (const [index, recorded] of cases.entries()) {
  const found = await differencesOfCase(recorded, jobs[index]);
  for (const difference of found) console.log(`${recorded.name} ${describeDifference(difference)}`);
  if (found.length > 0) failed++;
}
console.log(`${cases.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

/**
 * What a thread reports against the recording; orders and hooks, which no report holds, are compared in this thread, and
 * the hash says that trades, orders and equity of both are equal to the bit.
 */
async function differencesOfCase(recorded: RealCase, job: JobReport): Promise<readonly Difference[]> {
  const here = await playRealCase(recorded.name);
  return [
    ...differences('done', job.status, 'status'),
    ...differences(null, job.error, 'error'),
    ...differences(recorded.expected.n_trades, job.trades, 'trades'),
    ...differences(inJson(recorded.expected.metrics), job.metrics, 'metrics', METRICS_TOLERANCE),
    ...differences(hashResult(here.result, sha256), job.hash, 'hash'),
    ...differencesOf(here, recorded),
  ];
}

/** Reports are JSON, where what is no finite number is null. */
function inJson(metrics: RealCase['expected']['metrics']): object {
  return Object.fromEntries(
    Object.entries(metrics).map(([name, value]) => [name, Number.isFinite(value) ? value : null]),
  );
}
