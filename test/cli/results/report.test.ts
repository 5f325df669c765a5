import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { commandLine } from '../../support/command-line.ts';
import { testFolder } from '../../support/folder.ts';
import { jobReportOf, reportWith } from '../../support/scripted-run.ts';

const GOOD = reportWith([jobReportOf('a', { metrics: { total: 1, net_profit_percentage: Number.NaN } })]);

/** Answer of `jbt report` in a project whose only run has this report. */
async function answerTo(content: string) {
  const folder = testFolder();
  const run = join(folder, '.jbt/runs/20231101T120000000-abcdef');
  mkdirSync(run, { recursive: true });
  writeFileSync(join(run, 'report.json'), content);
  return commandLine(folder, 'report');
}

it('jbt report prints what a run found', async () => {
  expect(await answerTo(JSON.stringify(GOOD))).toMatchObject({ code: 0, stdout: expect.stringContaining('Result') });
});

it('jbt report says how to see the first row in full, with its run when that is not the newest', async () => {
  const folder = testFolder();
  for (const id of ['20231101T120000000-abcdef', '20231102T120000000-abcdef']) {
    mkdirSync(join(folder, '.jbt/runs', id), { recursive: true });
    const report = { ...GOOD, run: { ...GOOD.run, id } };
    writeFileSync(join(folder, '.jbt/runs', id, 'report.json'), JSON.stringify(report));
  }
  const newest = await commandLine(folder, 'report', '--sort', 'total');
  const older = await commandLine(folder, 'report', '20231101');
  expect(newest.stderr).toContain(
    '\njbt show 1 --sort total shows the first in full; report.html shows all in a browser\n',
  );
  expect(older.stderr).toContain(
    '\njbt show 20231101T120000000-abcdef 1 shows the first in full; report.html shows all in a browser\n',
  );
});

it.each([
  ['is empty', '', 'no JSON'],
  ['is cut off', '{"format": 1, "run"', 'no JSON'],
  ['is null', 'null', 'Invalid input: expected object, received null'],
  ['is a list', '[]', 'Invalid input: expected object, received array'],
  ['is something else', '{}', 'format: '],
  ['is of another format', JSON.stringify({ ...GOOD, format: 3 }), 'format: '],
  ['has jobs without routes', JSON.stringify({ ...GOOD, jobs: [{ id: 'a' }] }), 'jobs.0.routes: '],
  ['has text for an error', JSON.stringify({ ...GOOD, jobs: [{ ...GOOD.jobs[0], error: 'none' }] }), 'jobs.0.error: '],
  ['has no totals', JSON.stringify({ ...GOOD, totals: null }), 'totals: '],
  ['has no values', JSON.stringify({ ...GOOD, cache: {} }), 'cache.values: '],
])('jbt report refuses in one line a report that %s', async (_what, content, found) => {
  const { code, stdout, stderr } = await answerTo(content);
  expect({ code, stdout, lines: stderr.split('\n').length }).toEqual({ code: 2, stdout: '', lines: 2 });
  expect(stderr).toMatch(/^error FileNotFound: .*report\.json is damaged or of another version of jbt \(/);
  expect(stderr).toContain(`(${found}`);
});
