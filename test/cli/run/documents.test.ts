import { expect, it } from 'vitest';
import { reportJson } from '../../../src/cli/run/documents.ts';
import { jobReportOf, reportWith } from '../../support/scripted-run.ts';

it.each([0, 1, 3])('writes a report of %i jobs in parts that make up the indented JSON of the whole', (count) => {
  const jobs = Array.from({ length: count }, (_, i) =>
    jobReportOf(`${i}`, { metrics: { total: i, sharpe: Number.NaN } }),
  );
  const report = reportWith(jobs, {
    run: { id: 'a', started: 'then', finished: null, command: `jbt run '"jobs": []' "jobs": [` },
  });
  const parts = [...reportJson(report)];
  expect(parts.length).toBe(count + 2);
  expect(parts.join('')).toBe(`${JSON.stringify(report, null, 2)}\n`);
});
