import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { hashOf, recordedJobs } from './support/recorded-jobs.ts';

const FILE = new URL('recorded-results.json', import.meta.url);

// To record anew, after a change of results on purpose: RECORD=1 npx vitest run test/engine/recorded-results.test.ts
test('200 recorded jobs have the same orders, trades, equity, metrics and logs as ever', () => {
  const found = Object.fromEntries(recordedJobs().map((job) => [job.id, hashOf(job)]));
  if (process.env.RECORD === '1') writeFileSync(FILE, `${JSON.stringify(found, null, 2)}\n`);
  expect(found).toEqual(JSON.parse(readFileSync(FILE, 'utf8')));
});
